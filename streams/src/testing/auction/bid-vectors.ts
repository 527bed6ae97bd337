/**
 * Named vectors of bidding.md sections 5 and 18.3, as data. A line is `org kind amount [PRE] -> result`
 * in major units: P proxy, F flat, `removed` an operator's retraction. A result is `price leader`, with
 * `met` where the reserve is; or a refusal, with its ask where it has one.
 */
import type { TermsGiven } from './an-own-lot.ts';

export interface Vector {
  readonly name: string;
  readonly terms: TermsGiven;
  readonly lines: readonly string[];
}

const flat50 = { incTable: 'flat-5000@1' };
const from = (start: number, reserve?: number): TermsGiven => ({
  startMinor: Math.round(start * 100),
  reserveMinor: reserve === undefined ? null : Math.round(reserve * 100),
});
const full = { policy: { belowReserve: 'FULL' } } as const;
const lagom = {
  ...from(0.5, 20),
  incTable: 'flat-50@1',
  policy: { belowReserve: 'FULL', allowLower: true },
} as const;
const gsa = { ...from(100), incTable: 'flat-2000@1', granularityMinor: 100 };

export const bidVectors: readonly Vector[] = [
  {
    name: 'proxies, a tie',
    terms: { ...from(500), ...flat50 },
    lines: [
      'A P1000 -> 500 A',
      'B P1200 -> 1050 B',
      'C P1100 -> 1150 B',
      'A P1180 -> TOO_LOW 1200',
      'A P1200 -> 1200 B',
    ],
  },
  {
    name: 'short step, filled by the own raise, then silent',
    terms: { ...from(500), ...flat50 },
    lines: [
      'A P1000 -> 500 A',
      'B P1020 -> 1020 B',
      'A P1069 -> TOO_LOW 1070',
      'B P1200 -> 1050 B',
      'B P1500 -> 1050 B',
    ],
  },
  {
    name: 'the leader raises the price himself',
    terms: { ...from(500), ...flat50, policy: { selfFlat: 'RAISE_PRICE' } },
    lines: [
      'A P1000 -> 500 A',
      'A F800 -> 800 A',
      'B P820 -> TOO_LOW 850',
      'B P900 -> 950 A',
      'A F1100 -> 1100 A',
    ],
  },
  {
    name: 'reserve, incremental',
    terms: { ...from(5000, 10_000), ...flat50 },
    lines: [
      'A P8000 -> 5000 A',
      'B P9000 -> 8050 B',
      'C P12000 -> 10000 C met',
      'A P11000 -> 11050 C met',
    ],
  },
  {
    name: 'reserve, shown in full',
    terms: { ...from(5000, 10_000), ...flat50, ...full },
    lines: [
      'A P8000 -> 8000 A',
      'B P9000 -> 9000 B',
      'C P12000 -> 10000 C met',
      'A P11000 -> 11050 C met',
    ],
  },
  {
    name: 'the own raise meets the reserve',
    terms: { ...from(5000, 10_000), ...flat50 },
    lines: ['A P8000 -> 5000 A', 'A P12000 -> 10000 A met'],
  },
  {
    name: 'a stated price is kept under a later maximum',
    terms: { ...from(500), ...flat50 },
    lines: ['A F600 -> 600 A', 'B P1000 -> 650 B', 'A P2000 -> 1050 A', 'B removed -> 600 A'],
  },
  {
    name: 'band of the second maximum',
    terms: { ...from(50), incTable: 'ebay-usd@1' },
    lines: ['A P99 -> 50 A', 'B P200 -> 100 B', 'C P102.49 -> TOO_LOW 102.5'],
  },
  {
    name: 'above the maximum and still locked out',
    terms: { ...from(90), incTable: 'ebay-usd@1' },
    lines: ['A P100 -> 90 A', 'B P102 -> 102 B', 'C P103 -> TOO_LOW 104.5'],
  },
  {
    name: 'Autorola, FULL',
    terms: { ...from(5000, 13_000), incTable: 'autorola-eur@1', ...full },
    lines: ['A P10000 -> 10000 A', 'B P15000 -> 13000 B met', 'C P14000 -> 14050 B met'],
  },
  {
    name: 'Autorola, INCREMENTAL',
    terms: { ...from(5000, 13_000), incTable: 'autorola-eur@1' },
    lines: ['A P10000 -> 5000 A', 'B P15000 -> 13000 B met', 'C P14000 -> 14050 B met'],
  },
  { name: 'GSA, flat below', terms: gsa, lines: ['A P500 -> 100 A', 'B F300 -> 320 A'] },
  { name: 'GSA, flat above', terms: gsa, lines: ['A P500 -> 100 A', 'B F600 -> 600 B'] },
  { name: 'GSA, proxy above', terms: gsa, lines: ['A P500 -> 100 A', 'B P800 -> 520 B'] },
  { name: 'GSA, tie', terms: gsa, lines: ['A P500 -> 100 A', 'B F500 -> 500 A'] },
  {
    name: 'GSA, reserve',
    terms: { ...gsa, reserveMinor: 40_000 },
    lines: ['A P500 -> 400 A met'],
  },
  { name: 'GSA, grid', terms: gsa, lines: ['A P500.50 -> OFF_GRID'] },
  {
    name: 'GSA, allowLower',
    terms: { ...gsa, policy: { allowLower: true } },
    lines: ['A P500 -> 100 A', 'B F300 -> 320 A', 'A P340 -> 320 A', 'A P310 -> TOO_LOW 340'],
  },
  {
    name: 'Shopgoodwill',
    terms: { ...from(1), incTable: 'flat-100@1' },
    lines: ['Z P3 -> 1 Z', 'A P7 -> 4 A', 'B P6 -> 7 A'],
  },
  {
    name: 'Copart, PREBID_LOSES',
    terms: { ...from(100), incTable: 'copart-ie-eur@1', policy: { tie: 'PREBID_LOSES' } },
    lines: ['A P1000 PRE -> 100 A', 'B P1000 -> 1000 B'],
  },
  {
    name: 'Copart, EARLIER',
    terms: { ...from(100), incTable: 'copart-ie-eur@1' },
    lines: ['A P1000 PRE -> 100 A', 'B P1000 -> 1000 A'],
  },
  {
    name: 'IAA Canada, REJECT_EQUAL',
    terms: { ...from(100), ...flat50, policy: { tie: 'REJECT_EQUAL' } },
    lines: ['A P1000 -> 100 A', 'B P1000 -> EQUAL_MAX', 'B P1050 -> 1050 B'],
  },
  {
    name: 'Trade Me, the seller has the leader removed',
    terms: { ...from(100), incTable: 'trademe-nzd@1' },
    lines: ['A P1000 -> 100 A', 'C P600 -> 605 A', 'B P800 -> 805 A', 'A removed -> 605 B'],
  },
  {
    name: 'eBay 1638893549, as published',
    terms: { ...from(99), incTable: 'ebay-usd@1' },
    lines: [
      'A P175 -> 99 A',
      'B P100 -> 102.5 A',
      'C P120 -> 122.5 A',
      'C P150 -> 152.5 A',
      'D P200 -> 177.5 D',
    ],
  },
  {
    name: 'Car & Classic, FULL',
    terms: { ...from(5000, 10_000), ...flat50, ...full },
    lines: ['A P10000 -> 10000 A met'],
  },
  {
    name: 'Lagom sample',
    terms: lagom,
    lines: [
      'A P30 -> 20 A met',
      'B P25 -> 25.5 A met',
      'B P25.70 -> TOO_LOW 26',
      'A P24 -> TOO_LOW 26',
      'A P25.50 -> 25.5 A met',
    ],
  },
  { name: 'Lagom, tie', terms: lagom, lines: ['A P30 -> 20 A met', 'B P30 -> 30 A met'] },
  {
    name: 'Lagom, short step, and its filling that Lagom does not do',
    terms: lagom,
    lines: ['A P30 -> 20 A met', 'B P30.20 -> 30.2 B met', 'B P35 -> 30.5 B met'],
  },
  { name: 'Lagom, own raise', terms: lagom, lines: ['A P30 -> 20 A met', 'A P35 -> 20 A met'] },
  {
    name: 'the first bid at the start, and below it',
    terms: { ...from(500), ...flat50 },
    lines: [
      'A P499.99 -> TOO_LOW 500',
      'A P500 -> 500 A',
      'A P500 -> NOT_HIGHER',
      'A P400 -> NOT_HIGHER',
    ],
  },
  {
    name: 'the only standing removed',
    terms: { ...from(500), ...flat50 },
    lines: ['A P900 -> 500 A', 'A removed -> none', 'B P500 -> 500 B'],
  },
  {
    name: 'the reserve may be missed again by a removal',
    terms: { ...from(500, 900), ...flat50 },
    lines: ['A P700 -> 500 A', 'B P900 -> 900 B met', 'B removed -> 500 A'],
  },
];
