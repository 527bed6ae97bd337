/** Everything that asks a launcher to stop: a signal, or the end of whoever started it. */
import type { Environment } from './config.ts';
import { watchOwners } from './owners.ts';

export interface StopRequests {
  /** Resolves at the first request with a sentence for the screen. */
  readonly asked: Promise<string>;
  /** Aborted with the first request, for work that is under way. */
  readonly signal: AbortSignal;
  abort(): void;
  /** Stops listening. */
  end(): void;
}

/** npm passes Ctrl-C on although the terminal has already done so: that is one request, not two. */
const sameRequestMs = 2000;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const sentences: Readonly<Record<(typeof signals)[number], string>> = {
  SIGINT: '\nStopping (Ctrl-C again ends everything at once)',
  SIGTERM: 'Stopping',
  SIGHUP: 'Stopping: the terminal was closed',
};

/** @param atOnce called at a second request, some seconds after the first */
export function stopRequests(env: Environment, atOnce: () => void): StopRequests {
  const asked = Promise.withResolvers<string>();
  const controller = new AbortController();
  let askedAt: number | undefined;
  const take = (sentence: string): void => {
    if (askedAt === undefined) {
      askedAt = performance.now();
      asked.resolve(sentence);
      controller.abort();
    } else if (performance.now() - askedAt > sameRequestMs) {
      atOnce();
    }
  };
  const listeners = signals.map((signal) => {
    const listener = (): void => {
      take(sentences[signal]);
    };
    process.on(signal, listener);
    return () => process.off(signal, listener);
  });
  const endWatch = watchOwners(env, () => {
    take('Stopping: what started the launcher has ended');
  });
  return {
    asked: asked.promise,
    signal: controller.signal,
    abort: () => {
      controller.abort();
    },
    end: () => {
      endWatch();
      for (const off of listeners) off();
    },
  };
}
