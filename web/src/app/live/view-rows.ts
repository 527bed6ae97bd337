import type { WireRow } from '@auction/gateway/contract';

/** Where the rows of a subscription go: the board's table, or a short list of objects. */
export interface ViewRows {
  readonly count: number;
  readonly checksum: number;
  /** Learns the columns. @returns false when one we cannot do without is missing */
  learn(columns: readonly string[], hotColumns: readonly string[]): boolean;
  clear(): void;
  beginSnapshot(): void;
  endSnapshot(now: number): void;
  put(rows: readonly WireRow[], now: number): void;
  patch(rows: readonly WireRow[], now: number): void;
  remove(ids: readonly string[], now: number): void;
}
