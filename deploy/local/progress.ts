/** What the person at the terminal sees: one line when a step begins, one when it has ended. */

export interface Step {
  done(note?: string): void;
  failed(note?: string): void;
}

/** A running step is mentioned again after this long, so that silence never looks like a hang. */
const reminderMs = 10_000;

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

export class Progress {
  readonly #write: (line: string) => void;
  readonly #now: () => number;
  readonly #reminderMs: number;
  readonly #begunAt: number;
  readonly #running = new Map<string, number>();
  #reminder: NodeJS.Timeout | undefined;

  /** @param write takes one line without its newline @param now clock in ms */
  constructor(
    write: (line: string) => void,
    now: () => number = () => performance.now(),
    remindEveryMs: number = reminderMs,
  ) {
    this.#write = write;
    this.#now = now;
    this.#reminderMs = remindEveryMs;
    this.#begunAt = now();
  }

  /** A line with the time since the start in front. */
  say(text: string): void {
    const elapsed = seconds(this.#now() - this.#begunAt).padStart(8);
    this.#write(`${elapsed}  ${text}`);
  }

  /** A line as it stands. */
  plain(text: string): void {
    this.#write(text);
  }

  /** Milliseconds since this progress began. */
  elapsedMs(): number {
    return this.#now() - this.#begunAt;
  }

  /** Announces a step; the answer ends it with its duration. */
  step(name: string, note = ''): Step {
    const begunAt = this.#now();
    this.#running.set(name, begunAt);
    this.#remind();
    this.say(`… ${name}${note && ` ${note}`}`);
    const end = (mark: string) => (more: string | undefined) => {
      if (!this.#running.delete(name)) return;
      this.say(`${mark} ${name}${more ? ` ${more}` : ''} (${seconds(this.#now() - begunAt)})`);
      if (this.#running.size === 0) this.quiet();
    };
    return { done: end('✔'), failed: end('✘') };
  }

  /** Runs work as a step. */
  async during<T>(name: string, work: () => Promise<T>, note = ''): Promise<T> {
    const step = this.step(name, note);
    try {
      const result = await work();
      step.done();
      return result;
    } catch (error) {
      step.failed();
      throw error;
    }
  }

  /** Stops the reminders. */
  quiet(): void {
    clearInterval(this.#reminder);
    this.#reminder = undefined;
  }

  #remind(): void {
    this.#reminder ??= setInterval(() => {
      const waiting = [...this.#running].map(
        ([name, begunAt]) => `${name} (${Math.round((this.#now() - begunAt) / 1000)} s)`,
      );
      this.say(`  still busy: ${waiting.join(', ')}`);
    }, this.#reminderMs).unref();
  }
}
