/** What several answers about lots are made of. No relative imports: see contract.ts. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { integerOrNull, text } from '@auction/gateway/schema-parts';

export const lotStatuses = [
  'SCHEDULED',
  'OPEN',
  'ENDING_UNCONFIRMED',
  'ENDED',
  'SOLD',
  'NOT_SOLD',
  'PENDING_APPROVAL',
  'COUNTERED',
  'WITHDRAWN',
] as const;
export type LotStatus = (typeof lotStatuses)[number];

export const Price = Type.Object({
  amount: integerOrNull('Minor units; null: no bid seen'),
  currency: text('ISO 4217 code'),
});
export type Price = Static<typeof Price>;
