/** The form of a lot, as typed, and what may be wrong with it. The server decides; this tells sooner. */
import type { ChangeLotBody, NewLotBody, SaleItem, VehicleBody } from '@auction/gateway/contract';
import { typedAmount } from '../../bids/typed-amount.ts';

export interface TypedTerms {
  readonly title: string;
  readonly vin: string;
  readonly year: string;
  readonly make: string;
  readonly model: string;
  readonly odometer: string;
  readonly odometerUnit: 'MI' | 'KM';
  readonly city: string;
  readonly note: string;
  readonly currency: string;
  readonly start: string;
  /** Empty: no reserve. */
  readonly reserve: string;
  /** Empty: it cannot be bought at once. */
  readonly buyNow: string;
  /** As a `datetime-local` field gives them, in the reader's zone. */
  readonly startsAt: string;
  readonly endsAt: string;
}
export type TermsField = keyof TypedTerms;
export type Wrong = Readonly<Partial<Record<TermsField, string>>>;

/** Minor units in one unit; lots are sold in whole units. */
const SCALE = 100;
const MINUTE_MS = 60_000;
const YEAR_MIN = 1886;
const YEAR_MAX = 2100;

export const blankTerms: TypedTerms = {
  title: '',
  vin: '',
  year: '',
  make: '',
  model: '',
  odometer: '',
  odometerUnit: 'MI',
  city: '',
  note: '',
  currency: 'USD',
  start: '',
  reserve: '',
  buyNow: '',
  startsAt: '',
  endsAt: '',
};

/** A lot as its form shows it. */
export function termsOf({ title, currency, start, reserve, buyNow, ...lot }: SaleItem): TypedTerms {
  const { vin, year, make, model, odometer, odometerUnit, city, note } = lot.vehicle;
  const text = (value: string | number | null | undefined) => (value ?? '').toString();
  return {
    title,
    vin: text(vin),
    year: text(year),
    make: text(make),
    model: text(model),
    odometer: text(odometer),
    odometerUnit: odometerUnit ?? 'MI',
    city: text(city),
    note: text(note),
    currency,
    start: unitsOf(start),
    reserve: unitsOf(reserve),
    buyNow: unitsOf(buyNow),
    startsAt: localTime(lot.startsAt),
    endsAt: localTime(lot.endsAt),
  };
}

const unitsOf = (minor: number | null) => (minor === null ? '' : String(minor / SCALE));

/** An instant as a `datetime-local` field takes it, in the reader's zone. @param at epoch ms */
export function localTime(at: number): string {
  const { length } = at % MINUTE_MS === 0 ? '2026-01-01T00:00' : '2026-01-01T00:00:00';
  const date = new Date(at);
  const shifted = new Date(at - date.getTimezoneOffset() * MINUTE_MS);
  return shifted.toISOString().slice(0, length);
}

/** @param nowMs epoch ms */
export function wrongTerms(typed: TypedTerms, nowMs: number): Wrong {
  const start = wholeAmount(typed.start);
  const found: Readonly<Record<string, string | null>> = {
    title: typed.title.trim() === '' ? 'Say what is sold.' : null,
    vin: /^[A-Za-z0-9]{0,17}$/.test(typed.vin.trim()) ? null : 'Up to 17 letters and digits.',
    year: isCount(typed.year, YEAR_MIN, YEAR_MAX) ? null : 'A year, as 2018.',
    odometer: isCount(typed.odometer, 0, 10_000_000) ? null : 'A whole number.',
    start: start === null ? 'Type a whole amount, as 12,500.' : null,
    reserve: wrongReserve(typed.reserve, start),
    buyNow: wrongBuyNow(typed, start),
  };
  return { ...present(found), ...wrongTimes(typed.startsAt, typed.endsAt, nowMs) };
}

const present = (found: Readonly<Record<string, string | null>>): Wrong =>
  Object.fromEntries(
    Object.entries(found).flatMap(([field, text]) => (text === null ? [] : [[field, text]])),
  );

/** Start and end as `datetime-local` fields give them. @param nowMs epoch ms */
export function wrongTimes(startsAt: string, endsAt: string, nowMs: number): Wrong {
  const from = Date.parse(startsAt);
  return present({
    startsAt: Number.isNaN(from) ? 'Choose when bidding starts.' : null,
    endsAt: wrongEnd(Date.parse(endsAt), from, nowMs),
  });
}

/** The body of `POST /api/sell/lots`, of terms with nothing wrong. */
export function saleBody(typed: TypedTerms): NewLotBody {
  return {
    title: typed.title.trim(),
    start: wholeAmount(typed.start) ?? 0,
    currency: typed.currency,
    startsAt: Date.parse(typed.startsAt),
    endsAt: Date.parse(typed.endsAt),
    reserve: wholeAmount(typed.reserve),
    buyNow: wholeAmount(typed.buyNow),
    vehicle: vehicleBody(typed),
  };
}

/** Of a lot that takes bids only these may change: a later end, and the note. */
export function openLotBody(typed: TypedTerms, lot: SaleItem): ChangeLotBody {
  const endsAt = Date.parse(typed.endsAt);
  const note = wordOrNull(typed.note);
  return {
    ...(endsAt === lot.endsAt ? {} : { endsAt }),
    ...(note === (lot.vehicle.note ?? null) ? {} : { vehicle: { note } }),
  };
}

function vehicleBody(typed: TypedTerms): VehicleBody {
  const odometer = numberOrNull(typed.odometer);
  return {
    vin: wordOrNull(typed.vin),
    year: numberOrNull(typed.year),
    make: wordOrNull(typed.make),
    model: wordOrNull(typed.model),
    odometer,
    odometerUnit: odometer === null ? null : typed.odometerUnit,
    city: wordOrNull(typed.city),
    note: wordOrNull(typed.note),
  };
}

const wordOrNull = (text: string) => (text.trim() === '' ? null : text.trim());
const plain = (text: string) => text.replace(/[\s,]/g, '');
const numberOrNull = (text: string) => (text.trim() === '' ? null : Number(plain(text)));

function isCount(text: string, least: number, most: number): boolean {
  if (text.trim() === '') return true;
  return (
    /^\d{1,8}$/.test(plain(text)) && Number(plain(text)) >= least && Number(plain(text)) <= most
  );
}

/** Minor units; null: no whole amount. */
export function wholeAmount(text: string): number | null {
  const minor = typedAmount(text, SCALE);
  return minor !== null && minor % SCALE === 0 ? minor : null;
}

function wrongReserve(text: string, start: number | null): string | null {
  if (text.trim() === '') return null;
  const reserve = wholeAmount(text);
  if (reserve === null) return 'Type a whole amount, or leave it empty.';
  return start !== null && reserve < start ? 'The reserve is below the first price.' : null;
}

function wrongBuyNow({ buyNow, reserve }: TypedTerms, start: number | null): string | null {
  if (buyNow.trim() === '') return null;
  const amount = wholeAmount(buyNow);
  if (amount === null) return 'Type a whole amount, or leave it empty.';
  const isLow = amount <= (start ?? 0) || amount < (wholeAmount(reserve) ?? 0);
  return isLow ? 'It must be above the first price and not below the reserve.' : null;
}

function wrongEnd(to: number, from: number, nowMs: number): string | null {
  if (Number.isNaN(to)) return 'Choose when bidding ends.';
  if (to <= nowMs) return 'The end is in the past.';
  return to <= from ? 'The end is before the start.' : null;
}
