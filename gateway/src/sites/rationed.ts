/**
 * An answer that costs more the more there is, asked so seldom that it never takes more than a share of its
 * server, however many people want it. The cheaper it is, the fresher.
 */
export class Rationed<T> {
  readonly #ask: () => Promise<T>;
  readonly #clock: () => number;
  /** Part of the time in which the question may run. */
  readonly #share: number;
  #answer: Promise<T> | undefined;
  #freshUntil = 0;

  /** @param clock monotonic, ms. @param share in (0, 1] */
  constructor(ask: () => Promise<T>, clock: () => number, share: number) {
    this.#ask = ask;
    this.#clock = clock;
    this.#share = share;
  }

  /** Those who come while the question runs share its answer. A failure is told to them, and kept for nobody. */
  get(): Promise<T> {
    if (this.#answer === undefined || this.#clock() >= this.#freshUntil)
      this.#answer = this.#asked();
    return this.#answer;
  }

  async #asked(): Promise<T> {
    const begunAt = this.#clock();
    this.#freshUntil = Infinity;
    try {
      const answer = await this.#ask();
      this.#freshUntil = begunAt + (this.#clock() - begunAt) / this.#share;
      return answer;
    } catch (error) {
      this.#freshUntil = 0;
      throw error;
    }
  }
}
