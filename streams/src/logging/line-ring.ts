/** Log lines that wait for their copy: a ring of fixed size, the oldest gives way. Pure. */
import type { LogLevel } from '../runtime/logger.ts';

/** A line as it went to stdout. */
export interface WrittenLine {
  /** Epoch ms. */
  readonly at: number;
  readonly level: LogLevel;
  /** JSON. */
  readonly text: string;
}

export class LineRing {
  readonly #slots: (WrittenLine | undefined)[];
  #first = 0;
  #size = 0;
  #droppedCount = 0;

  /** @param lineMax lines kept; the next one pushes the oldest out */
  constructor(lineMax: number) {
    this.#slots = new Array<WrittenLine | undefined>(lineMax).fill(undefined);
  }

  get size(): number {
    return this.#size;
  }

  /** Lines that gave way since the beginning. */
  get droppedCount(): number {
    return this.#droppedCount;
  }

  push(line: WrittenLine): void {
    const { length } = this.#slots;
    this.#slots[(this.#first + this.#size) % length] = line;
    if (this.#size < length) {
      this.#size += 1;
      return;
    }
    this.#first = (this.#first + 1) % length;
    this.#droppedCount += 1;
  }

  /** @returns the oldest lines that lie in one minute, at most `lineMax`; they are out of the ring */
  takeMinute(lineMax: number): WrittenLine[] {
    const taken: WrittenLine[] = [];
    while (this.#size > 0 && taken.length < lineMax) {
      const line = this.#slots[this.#first];
      if (!line) break;
      if (taken[0] && minuteOf(line.at) !== minuteOf(taken[0].at)) break;
      taken.push(line);
      this.#slots[this.#first] = undefined;
      this.#first = (this.#first + 1) % this.#slots.length;
      this.#size -= 1;
    }
    return taken;
  }
}

/** @param at epoch ms @returns minutes since the epoch */
export const minuteOf = (at: number): number => Math.floor(at / 60_000);
