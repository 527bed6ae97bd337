/** What a letter of the resolver means to people: its kind, and who of the organisation is told. */
import type { LotOutcome, Notice } from '@auction/avro/records';
import type { Role } from '../accounts-contract.ts';
import type { EventKind } from '../board-protocol.ts';
import { decisionOf } from '../bids/decision.ts';

export interface OwnEvent {
  /** The same at every gateway and in `GET /api/me/events`. */
  readonly id: string;
  readonly kind: EventKind;
  /** Absent: it is about no single lot. */
  readonly lot?: string;
  /** Instant of what caused it, epoch ms. */
  readonly at: number;
  readonly data: Readonly<Record<string, unknown>>;
  readonly side: Side;
}

/** Whose business it is: that of those who may read bids, or of those who sell. */
export type Side = 'BUYING' | 'SELLING';

const readers: Readonly<Record<Side, readonly Role[]>> = {
  BUYING: ['BUYER', 'APPROVER', 'VIEWER', 'ADMIN'],
  SELLING: ['SELLER', 'ADMIN'],
};

/** The same people as the REST routes of bids and of selling let in. */
export const isToldTo = (side: Side, roles: readonly string[]): boolean =>
  readers[side].some((role) => roles.includes(role));

/** The sides somebody is told of. */
export const sidesOf = (roles: readonly string[]): readonly Side[] =>
  (['BUYING', 'SELLING'] as const).filter((side) => isToldTo(side, roles));

export const noticeKinds: Readonly<
  Record<Notice['kind'], { readonly kind: EventKind; readonly side: Side }>
> = {
  UNKNOWN: { kind: 'notice', side: 'BUYING' },
  OUTBID: { kind: 'outbid', side: 'BUYING' },
  LEADING_AGAIN: { kind: 'leading', side: 'BUYING' },
  WON: { kind: 'won', side: 'BUYING' },
  LOST: { kind: 'lost', side: 'BUYING' },
  VOIDED: { kind: 'notice', side: 'BUYING' },
  COUNTER_OFFERED: { kind: 'sale', side: 'BUYING' },
  SOLD: { kind: 'sale', side: 'SELLING' },
};

/** Name of a letter: lot and number are one letter of an organisation, wherever it is read. */
export const letterId = (lotId: string, number: number): string => `o-${lotId}-${number}`;

/**
 * An answer given again, and one about a lot that does not exist, have no number of their own: they
 * are told to whoever waits for the command, under its name.
 * @returns undefined when there is nothing to say. Total.
 */
export function ownEventOf(letter: LotOutcome): OwnEvent | undefined {
  const { lotId, number, commandId, outcome, notice, at, isRepeat } = letter;
  if (notice) {
    const { kind, side } = noticeKinds[notice.kind];
    const amount = notice.amountMinor === null ? {} : { amount: notice.amountMinor };
    const price = notice.priceMinor === null ? {} : { price: notice.priceMinor };
    const data = { notice: notice.kind, ...price, ...amount };
    return { id: letterId(lotId, number), kind, lot: lotId, at, data, side };
  }
  if (!outcome || commandId === null) return undefined;
  const id = isRepeat || number === 0 ? `c-${commandId}` : letterId(lotId, number);
  const data = decisionOf(commandId, outcome, isRepeat);
  return { id, kind: 'bid', lot: lotId, at, data, side: 'BUYING' };
}
