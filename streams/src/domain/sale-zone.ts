/**
 * In which zone a site's printed sale time is meant. Zone codes lie: a site prints EST in July, or an
 * Alaskan code for the Atlantic (feeds.md sections 1 and 3). So the place decides, and the code is a
 * cross-check; only a sale that is held for no one place has nothing but its code
 * (docs/decisions/0020-zone-of-a-sale.md).
 */
import { offsetMinutes } from './local-time.ts';
import { placeZone } from './place-zone.ts';

interface ZoneCode {
  /** A zone that keeps this code's clock. */
  readonly zone: string;
  /** What the code itself says, minutes east of UTC. */
  readonly offset: number;
  /** Codes seen for places far away from where they belong are never believed. */
  readonly lies: boolean;
}

const code = (zone: string, offset: number, lies = false): ZoneCode => ({ zone, offset, lies });

const codes: ReadonlyMap<string, ZoneCode> = new Map([
  ['NST', code('America/St_Johns', -210)],
  ['NDT', code('America/St_Johns', -150)],
  ['AST', code('America/Halifax', -240)],
  ['ADT', code('America/Halifax', -180)],
  ['EST', code('America/New_York', -300)],
  ['EDT', code('America/New_York', -240)],
  ['CST', code('America/Chicago', -360)],
  ['CDT', code('America/Chicago', -300)],
  ['MST', code('America/Denver', -420)],
  ['MDT', code('America/Denver', -360)],
  ['PST', code('America/Los_Angeles', -480)],
  ['PDT', code('America/Los_Angeles', -420)],
  ['HST', code('Pacific/Honolulu', -600)],
  ['AKST', code('America/Anchorage', -540, true)],
  ['AKDT', code('America/Anchorage', -480, true)],
  ['ASDT', code('America/Anchorage', -480, true)],
  ['ADDT', code('America/Anchorage', -480, true)],
]);

export type SaleTimeSource = 'PLACE' | 'PRINTED';

export interface SaleZone {
  /** IANA zone; null when neither place nor code is known. */
  readonly zone: string | null;
  readonly source: SaleTimeSource | null;
}

export interface SalePlace {
  /** The site's name of the yard or of the sale. */
  readonly yard: string | null;
  readonly state: string | null;
  readonly postalCode: string | null;
  readonly printedCode: string | null;
}

/** A yard at a place is named after it, as in `TX - HOUSTON`; other names are sales of no place. */
const yardAtPlace = /^[A-Z]{2} - /;

/** @returns the zone of the place, or of the printed code for a sale that is held for no one place */
export function saleZone(place: SalePlace): SaleZone {
  const local = placeZone(place.state, place.postalCode);
  const printed = place.printedCode === null ? undefined : codes.get(place.printedCode);
  const heldForNoPlace = place.yard !== null && !yardAtPlace.test(place.yard);
  if (printed !== undefined && (local === null || (heldForNoPlace && !printed.lies))) {
    return { zone: printed.zone, source: 'PRINTED' };
  }
  return { zone: local, source: local === null ? null : 'PLACE' };
}

/** Instants in both halves of a year, for a sale without a date. */
const someWinterAt = 1_768_435_200_000; // 2026-01-15T00:00:00Z
const someSummerAt = 1_784_073_600_000; // 2026-07-15T00:00:00Z

const agreement = new Map<string, boolean>();
const agreementMax = 10_000;

function clockAgrees(printed: ZoneCode, zone: string, at: number): boolean {
  const offset = offsetMinutes(zone, at);
  return offset === offsetMinutes(printed.zone, at) || offset === printed.offset;
}

/**
 * Whether the printed code gives the same clock as the place: exactly, or by a code of the other
 * half of the year (EST printed in July).
 * @param at instant of the sale; null: no date, then either half of the year may agree
 * @returns null when code or place is not known
 */
export function codeAgreesWithPlace(place: SalePlace, at: number | null): boolean | null {
  const zone = placeZone(place.state, place.postalCode);
  const printed = place.printedCode === null ? undefined : codes.get(place.printedCode);
  if (zone === null || printed === undefined) return null;
  const key = `${zone} ${place.printedCode ?? ''} ${at ?? ''}`;
  const known = agreement.get(key);
  if (known !== undefined) return known;
  const agrees =
    at === null
      ? clockAgrees(printed, zone, someWinterAt) || clockAgrees(printed, zone, someSummerAt)
      : clockAgrees(printed, zone, at);
  if (agreement.size >= agreementMax) agreement.clear();
  agreement.set(key, agrees);
  return agrees;
}
