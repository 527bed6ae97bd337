/** Progress of an import on a terminal: one line that is overwritten; elsewhere a line now and then. */
export interface Progress {
  say(text: string): void;
  /** Leaves the last line as it is. */
  end(): void;
}

export interface ProgressTarget {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

const quietMs = 1_000;

/** @param now epoch ms */
export function progressOn(target: ProgressTarget, now: () => number): Progress {
  let last = '';
  let saidAt = 0;
  const isDue = (text: string): boolean =>
    text !== last && (target.isTTY === true || now() - saidAt >= quietMs);
  return {
    say(text) {
      if (!isDue(text)) return;
      last = text;
      saidAt = now();
      target.write(target.isTTY === true ? `\r\u001B[K${text}` : `${text}\n`);
    },
    end() {
      if (target.isTTY === true && last !== '') target.write('\n');
    },
  };
}
