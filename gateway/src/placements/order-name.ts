/** How orders for lots of other sites are named. */
import { createHash } from 'node:crypto';
import type { IdempotencyKey } from '../bids/idempotency-key.ts';

/** @returns the same name for the same key of the same organisation and lot */
export function orderName(
  organisationId: string,
  lotId: string,
  { clientId, clientSeq }: IdempotencyKey,
): string {
  const name = JSON.stringify([organisationId, lotId, clientId, clientSeq]);
  return createHash('sha256').update(name).digest('hex').slice(0, 24);
}
