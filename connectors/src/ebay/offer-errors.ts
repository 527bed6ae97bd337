/** Errors of the Buy Offer API in our words (bidding.md section 12; Offer v1_beta, x-response-codes). */
import type { BidCode } from '../bidding-port.ts';

/** The buyer has no bid on the item: an answer, not a refusal. */
export const noBidding = 120_033;
/** eBay's own trouble: nobody knows whether the bid landed. */
export const internalError = 120_000;

export const offerErrors: Readonly<Record<number, BidCode>> = {
  120_001: 'DEFECT', // item not found: we name only items its own search has shown
  120_002: 'ENDED',
  120_003: 'NOT_ALLOWED',
  120_004: 'NOT_ALLOWED',
  120_005: 'ABOVE_BUY_NOW',
  120_006: 'NOT_ALLOWED',
  120_007: 'SITE_LIMIT',
  120_008: 'TOO_LOW',
  120_009: 'CURRENCY',
  120_010: 'NOT_HIGHER',
  120_011: 'SITE_LIMIT',
  120_012: 'ENDED',
  120_013: 'DEFECT',
  120_014: 'CURRENCY',
  120_015: 'DEFECT',
  120_016: 'DEFECT',
  120_017: 'DEFECT',
  120_018: 'OFF_GRID',
  120_019: 'APPROVAL',
  120_020: 'AGREEMENT',
  120_021: 'NOT_ALLOWED',
  120_022: 'AGREEMENT',
  120_023: 'NOT_ALLOWED',
  120_024: 'ENDED',
  120_025: 'NOT_ALLOWED',
  120_026: 'NOT_ALLOWED',
  120_027: 'NOT_ALLOWED',
  120_028: 'ACCOUNT',
  120_029: 'NOT_ALLOWED',
  120_030: 'NOT_ALLOWED',
  120_031: 'CARD',
  120_032: 'CONSENT',
};
