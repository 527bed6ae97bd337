/** Latencies counted by the millisecond: exact percentiles without keeping every one. */
export class Latencies {
  /** Index: ms; the last one holds all longer ones. */
  readonly #counts = new Uint32Array(60_001);
  count = 0;

  /** @param ms at least 0 */
  add(ms: number): void {
    const index = Math.min(this.#counts.length - 1, Math.max(0, Math.round(ms)));
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.count += 1;
  }

  /** @param share 0 to 1 @returns ms; 0 when nothing was counted */
  percentile(share: number): number {
    let left = Math.ceil(share * this.count);
    for (const [ms, count] of this.#counts.entries()) {
      left -= count;
      if (left <= 0) return this.count === 0 ? 0 : ms;
    }
    return this.#counts.length - 1;
  }

  /** Adds what another one counted. */
  merge(other: Latencies): void {
    for (const [ms, count] of other.#counts.entries()) {
      this.#counts[ms] = (this.#counts[ms] ?? 0) + count;
    }
    this.count += other.count;
  }
}
