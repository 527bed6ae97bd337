/** Which of two statements about one listing is the newer one; arrival decides nothing. */

export interface OrderStamp {
  /** The site's own change stamp, epoch ms; null where it gives none. */
  readonly sourceUpdatedAt: number | null;
  /** Number of the snapshot, growing per site over all deliveries. */
  readonly sequence: number;
  /** Hash of the content. */
  readonly hash: string;
}

/**
 * Order of two statements: the site's own stamp where both have one, then the snapshot's sequence,
 * then the hash. The stamp alone would lose data, because sites change rows without touching it.
 * @returns negative when `one` is older, positive when newer, 0 when equal in everything
 * Source: feeds.md section 2, order.
 */
export function compareStamps(one: OrderStamp, other: OrderStamp): number {
  if (one.sourceUpdatedAt !== null && other.sourceUpdatedAt !== null) {
    const bySource = one.sourceUpdatedAt - other.sourceUpdatedAt;
    if (bySource !== 0) return bySource;
  }
  if (one.sequence !== other.sequence) return one.sequence - other.sequence;
  if (one.hash === other.hash) return 0;
  return one.hash < other.hash ? -1 : 1;
}
