/**
 * Chance as a function: the same seed and the same question give the same answer, in any order and
 * after any restart. Nothing is drawn from a sequence, so nothing has to be replayed.
 */

/** Finaliser of MurmurHash3: every bit that goes in moves half of those that come out. */
function mixed(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

const step = 0x9e3779b9; // the golden ratio in 32 bits: keeps zeros from staying zeros

function joined(hash: number, part: number): number {
  const low = mixed((hash + step) ^ part);
  return mixed((low + step) ^ Math.floor(part / 2 ** 32));
}

/** The answers about one subject, told apart by a question number. */
export class Chance {
  readonly #hash: number;

  /** @param subject whole numbers that name it, the seed first */
  constructor(...subject: number[]) {
    this.#hash = subject.reduce(joined, 0);
  }

  /** The same chance about a part of the subject. */
  of(part: number): Chance {
    return new Chance(this.#hash, part);
  }

  /** In [0, 1). */
  share(question: number): number {
    return (joined(this.#hash, question) >>> 0) / 2 ** 32;
  }

  /** True in this share of all subjects. */
  happens(question: number, share: number): boolean {
    return this.share(question) < share;
  }

  /** Whole number in [from, to]. */
  whole(question: number, from: number, to: number): number {
    return from + Math.floor(this.share(question) * (to - from + 1));
  }

  /** One of them, all equally likely. @throws when there are none */
  pick<T>(question: number, items: readonly T[]): T {
    const item = items[Math.floor(this.share(question) * items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }

  /** One character of the text. */
  character(question: number, text: string): string {
    return text.charAt(Math.floor(this.share(question) * text.length));
  }
}
