/**
 * What an own lot is sold by where its seller names nothing else (bidding.md section 2). Data, here
 * because the gateway completes terms with it and may not import the rules; a spec of the rules holds
 * the two together (streams/src/domain/auction/usual-terms.spec.ts).
 */
import type { LotPolicy } from './records.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

export const usualPolicy: LotPolicy = {
  modes: ['FLAT', 'PROXY'],
  tie: 'EARLIER',
  belowReserve: 'INCREMENTAL',
  reserveShown: 'STATE',
  selfFlat: 'RAISE_MAX',
  allowLower: false,
  retract: 'ADMIN_ONLY',
  untilBeforeEndMs: 12 * hourMs,
  softClose: {
    windowMs: 2 * minuteMs,
    extMs: 2 * minuteMs,
    mode: 'FROM_BID',
    trigger: 'PRICE_OR_LEADER',
    maxExt: null,
    hardEnd: null,
  },
  approval: 'IF_BELOW_RESERVE',
  approvalMs: 24 * hourMs,
  counterMs: 24 * hourMs,
  confirm: { guidePct: 125, askFactor: 10, flatSteps: 10 },
  graceMs: 500,
};

/** Amounts of own lots are whole units of currencies with two decimals. Minor units. */
export const usualGranularityMinor = 100;

const tables: Readonly<Record<string, string>> = { EUR: 'house-eur@1', USD: 'house-usd@1' };

/** Increment table of own lots in a currency: ours where there is one, else steps of 50.00. */
export const usualIncrementTable = (currency: string): string => tables[currency] ?? 'flat-5000@1';
