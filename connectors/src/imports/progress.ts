/** Progress of an import on a terminal: one line that is overwritten; elsewhere a line now and then. */
export interface Progress {
  /** A step begins: always told. */
  step(text: string): void;
  /** How far the step is: told as often as it makes sense there. */
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
  const isTerminal = target.isTTY === true;
  const write = (text: string): void => {
    if (text === last) return;
    last = text;
    saidAt = now();
    target.write(isTerminal ? `\r\u001B[K${text}` : `${text}\n`);
  };
  return {
    step: write,
    say(text) {
      if (isTerminal || now() - saidAt >= quietMs) write(text);
    },
    end() {
      if (isTerminal && last !== '') target.write('\n');
    },
  };
}
