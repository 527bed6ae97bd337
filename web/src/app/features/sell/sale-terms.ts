/** The form of a new lot, as typed, and what may be wrong with it. The server decides; this tells sooner. */
import { typedAmount } from '../../bids/typed-amount.ts';

export interface TypedTerms {
  readonly title: string;
  readonly start: string;
  /** Empty: no reserve. */
  readonly reserve: string;
  /** As a `datetime-local` field gives them, in the reader's zone. */
  readonly startsAt: string;
  readonly endsAt: string;
}

type Wrong = Readonly<Record<keyof TypedTerms, string | null>>;

/** Minor units in one unit; lots are sold in whole units. */
const SCALE = 100;

/** @param nowMs epoch ms */
export function wrongTerms(typed: TypedTerms, nowMs: number): Wrong {
  const start = wholeAmount(typed.start);
  const reserve = wholeAmount(typed.reserve);
  const from = Date.parse(typed.startsAt);
  const to = Date.parse(typed.endsAt);
  return {
    title: typed.title.trim() === '' ? 'Say what is sold.' : null,
    start: start === null ? 'Type a whole amount, as 12,500.' : null,
    reserve: typed.reserve.trim() === '' ? null : wrongReserve(reserve, start),
    startsAt: Number.isNaN(from) ? 'Choose when bidding starts.' : null,
    endsAt: wrongEnd(to, from, nowMs),
  };
}

/** The body of `POST /api/sell/lots`, of terms with nothing wrong. @param currency ISO 4217 */
export function saleBody(typed: TypedTerms, currency: string) {
  const reserve = wholeAmount(typed.reserve);
  return {
    title: typed.title.trim(),
    start: wholeAmount(typed.start) ?? 0,
    currency,
    startsAt: Date.parse(typed.startsAt),
    endsAt: Date.parse(typed.endsAt),
    ...(reserve === null ? {} : { reserve }),
  };
}

/** Minor units; null: no whole amount. */
export function wholeAmount(text: string): number | null {
  const minor = typedAmount(text, SCALE);
  return minor !== null && minor % SCALE === 0 ? minor : null;
}

function wrongReserve(reserve: number | null, start: number | null): string | null {
  if (reserve === null) return 'Type a whole amount, or leave it empty.';
  return start !== null && reserve < start ? 'The reserve is below the start.' : null;
}

function wrongEnd(to: number, from: number, nowMs: number): string | null {
  if (Number.isNaN(to)) return 'Choose when bidding ends.';
  if (to <= nowMs) return 'The end is in the past.';
  return to <= from ? 'The end is before the start.' : null;
}
