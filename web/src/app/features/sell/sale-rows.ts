/** The organisation's lots as the seller's console shows them. */
import type { SaleItem } from '@auction/gateway/contract';
import { money } from '../../ui/money.ts';
import { statusWords, type Tone } from '../../ui/statuses.ts';
import { countdown, dayTime } from '../../ui/times.ts';

export interface SaleRow {
  readonly lot: SaleItem;
  readonly word: string;
  readonly tone: Tone;
  readonly facts: string;
  /** Time left to decide or to bid; empty: none runs. */
  readonly left: string;
}

export interface SaleSections {
  /** The seller has to approve, reject or counter; the nearest deadline first. */
  readonly waiting: readonly SaleRow[];
  /** On the board, the nearest end first. */
  readonly running: readonly SaleRow[];
  readonly drafts: readonly SaleRow[];
  /** Newest end first. */
  readonly over: readonly SaleRow[];
}

const runningStatuses: readonly string[] = ['SCHEDULED', 'OPEN', 'COUNTERED', 'ENDING_UNCONFIRMED'];

/** @param now epoch ms */
export function saleSections(lots: readonly SaleItem[], now: number): SaleSections {
  const rows = lots.map((lot) => saleRow(lot, now));
  const of = (isIn: (lot: SaleItem) => boolean) => rows.filter(({ lot }) => isIn(lot));
  const isRunning = ({ status }: SaleItem) => runningStatuses.includes(status);
  const isDraft = ({ status }: SaleItem) => status === 'DRAFT';
  return {
    waiting: of((lot) => lot.decisionNeeded).sort(
      (one, other) => (one.lot.decisionUntil ?? 0) - (other.lot.decisionUntil ?? 0),
    ),
    running: of(isRunning).sort((one, other) => one.lot.endsAt - other.lot.endsAt),
    drafts: of(isDraft),
    over: of((lot) => !lot.decisionNeeded && !isRunning(lot) && !isDraft(lot)).sort(
      (one, other) => other.lot.endsAt - one.lot.endsAt,
    ),
  };
}

export const canWithdraw = ({ status }: SaleItem): boolean =>
  ['DRAFT', 'SCHEDULED', 'OPEN'].includes(status);
export const canRelist = ({ status }: SaleItem): boolean =>
  status === 'NOT_SOLD' || status === 'WITHDRAWN';

function saleRow(lot: SaleItem, now: number): SaleRow {
  const isDraft = lot.status === 'DRAFT';
  const words = isDraft ? ({ word: 'Draft', tone: 'calm' } as const) : statusWords(lot.status);
  return {
    lot,
    word: words.word,
    tone: words.tone,
    facts: factsOf(lot).join(' · '),
    left: leftOf(lot, now),
  };
}

function factsOf(lot: SaleItem): string[] {
  const { currency, price, reserve, reserveMet, start, bidCount, soldFor, externalRef } = lot;
  const { status, watcherCount } = lot;
  const met = reserveMet === null || price === null ? '' : reserveMet ? ', met' : ', not met';
  const bids = bidCount === null ? [] : [`${bidCount} ${bidCount === 1 ? 'bid' : 'bids'}`];
  return [
    price === null ? `starts at ${money(start, currency)}` : `price ${money(price, currency)}`,
    ...bids,
    ...(status === 'DRAFT'
      ? []
      : [`${watcherCount} ${watcherCount === 1 ? 'watcher' : 'watchers'}`]),
    reserve === null ? 'no reserve' : `reserve ${money(reserve, currency)}${met}`,
    ...(soldFor === null ? [] : [`sold for ${money(soldFor, currency)}`]),
    `${dayTime(lot.startsAt)} to ${dayTime(lot.endsAt)}`,
    ...(externalRef === null ? [] : [`your number ${externalRef}`]),
  ];
}

function leftOf({ status, startsAt, endsAt, decisionUntil }: SaleItem, now: number): string {
  if (decisionUntil !== null) {
    const whose = status === 'COUNTERED' ? 'for the buyer' : 'to decide';
    return `${countdown(decisionUntil - now)} ${whose}`;
  }
  if (status === 'SCHEDULED') return `opens in ${countdown(startsAt - now)}`;
  return status === 'OPEN' ? `ends in ${countdown(endsAt - now)}` : '';
}
