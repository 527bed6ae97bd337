/** An instance for tests, started as a person would: by run.mjs, on free ports and a folder of its own. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isFree } from './busy-ports.ts';
import { environment } from './config.ts';
import { readInstance } from './instance.ts';
import type { Instance } from './instance.ts';
import { starterVariable } from './owners.ts';
import { placesIn } from './places.ts';
import { portsFrom } from './ports.ts';

const runFile = join(import.meta.dirname, 'run.mjs');
const liveWithinMs = 600_000;
const endWithinMs = 120_000;
const lookEveryMs = 100;

export interface LocalInstance {
  /** The launcher's own pid. */
  readonly pid: number;
  readonly dataDir: string;
  readonly instance: Instance;
  /** What it has printed so far. */
  readonly lines: readonly string[];
  /** Asks it to stop and waits. @returns its exit code */
  stop(): Promise<number | null>;
  /** kill -9 of the launcher alone. */
  kill(): Promise<void>;
}

export interface LocalOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly flags: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly onLine?: (line: string) => void;
}

/** A launcher that has been started and may yet refuse. */
export interface Attempt {
  readonly pid: number | undefined;
  readonly lines: readonly string[];
  readonly exited: Promise<number | null>;
  signal(name: NodeJS.Signals): void;
}

const allFree = async (port: number): Promise<boolean> => {
  const ports = Object.values(portsFrom({ gateway: port }));
  return (await Promise.all(ports.map(isFree))).every(Boolean);
};

/** A gateway port whose whole block is free. @param from first candidate */
export async function freeGatewayPort(from: number): Promise<number> {
  for (let port = from; port < from + 100; port += 1) if (await allFree(port)) return port;
  throw new Error(`no free block of ports for any gateway port from ${from} on`);
}

/** Starts a launcher that ends when this process ends. */
export function attemptStart(options: LocalOptions): Attempt {
  const lines: string[] = [];
  const where = ['--port', String(options.port), '--data-dir', options.dataDir];
  const child = spawn(process.execPath, [runFile, 'start', ...where, ...options.flags], {
    env: { ...environment, ...options.env, [starterVariable]: String(process.pid) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const output of [child.stdout, child.stderr]) {
    createInterface({ input: output }).on('line', (line) => {
      lines.push(line);
      options.onLine?.(line);
    });
  }
  const { promise: exited, resolve } = Promise.withResolvers<number | null>();
  child.once('close', resolve);
  child.once('error', (error) => {
    lines.push(error.message);
    resolve(null);
  });
  return { pid: child.pid, lines, exited, signal: (name) => child.kill(name) };
}

/** @throws with what it printed when it ends, or is not live in ten minutes */
export async function startLocal(options: LocalOptions): Promise<LocalInstance> {
  const attempt = attemptStart(options);
  const ended: { code?: number | null } = {};
  void attempt.exited.then((code) => (ended.code = code));
  const deadline = performance.now() + liveWithinMs;
  for (;;) {
    const instance = readInstance(placesIn(options.dataDir));
    if (ended.code !== undefined || performance.now() > deadline) {
      attempt.signal('SIGTERM');
      throw new Error(`the instance did not come up:\n${attempt.lines.slice(-40).join('\n')}`);
    }
    const isOurs = attempt.lines.some((line) => / is live: | are up;/.test(line));
    if (attempt.pid !== undefined && instance?.state === 'live' && isOurs) {
      return running(attempt, attempt.pid, instance, options.dataDir);
    }
    await delay(lookEveryMs);
  }
}

function running(
  attempt: Attempt,
  pid: number,
  instance: Instance,
  dataDir: string,
): LocalInstance {
  return {
    pid,
    dataDir,
    instance,
    lines: attempt.lines,
    async stop() {
      attempt.signal('SIGTERM');
      const late = new AbortController();
      const tooLate = delay(endWithinMs, undefined, { signal: late.signal }).then(() => {
        throw new Error(`launcher ${pid} has not ended within ${endWithinMs / 1000} s`);
      });
      tooLate.catch(() => undefined); // aborted below when it ended in time
      try {
        return await Promise.race([attempt.exited, tooLate]);
      } finally {
        late.abort();
      }
    },
    async kill() {
      attempt.signal('SIGKILL');
      await attempt.exited;
    },
  };
}
