/** A seller's own words -> complete terms and the vehicle as the board shows it. Pure. */
import type { LotPolicy, LotSummary, LotTerms } from '@auction/avro/records';
import { usualGranularityMinor, usualIncrementTable, usualPolicy } from '@auction/avro/usual-terms';
import type { ChangeLotBody, NewLotBody, PolicyBody, VehicleBody } from '../sell-contract.ts';

/** What a lot is sold by, and what is sold. */
export interface Sale {
  readonly terms: LotTerms;
  readonly summary: LotSummary;
}

const fullVin = /^[A-HJ-NPR-Z0-9]{17}$/;

const nothingKnown: Omit<LotSummary, 'title' | 'vehicleId'> = {
  vin: null,
  vinStatus: null,
  year: null,
  make: null,
  model: null,
  trim: null,
  body: null,
  color: null,
  engine: null,
  drive: null,
  transmission: null,
  fuel: null,
  hasKeys: null,
  runs: null,
  odometer: null,
  odometerUnit: null,
  odometerBrand: null,
  damage: [],
  titleCode: null,
  titleState: null,
  city: null,
  state: null,
  country: null,
  timeZone: null,
  yard: null,
  photo: null,
  url: null,
  retailValueMinor: null,
  note: null,
  photos: [],
  vinMasked: null,
};

/** The vehicle is the VIN where there is a whole one, as for listings of sites. */
function withVehicle(lotId: string, summary: LotSummary, vehicle: VehicleBody): LotSummary {
  const described = { ...summary, ...vehicle };
  const [photo = null] = described.photos;
  const merged = { ...described, photo };
  const vin = merged.vin?.toUpperCase() ?? null;
  const vehicleId = vin !== null && fullVin.test(vin) ? vin : `own/${lotId}`;
  return { ...merged, vin, vehicleId };
}

function withPolicy(policy: LotPolicy, { softClose, ...rules }: PolicyBody): LotPolicy {
  const merged = { ...policy, ...rules };
  if (softClose === undefined) return merged;
  if (softClose === null) return { ...merged, softClose };
  const base = policy.softClose ?? usualPolicy.softClose;
  return base === null ? merged : { ...merged, softClose: { ...base, ...softClose } };
}

/** A new lot of an organisation. @param relistOf the lot of which it is another run */
export function newSale(
  lotId: string,
  sellerOrg: string,
  body: NewLotBody,
  relistOf: string | null = null,
): Sale {
  const summary = withVehicle(
    lotId,
    { ...nothingKnown, title: body.title.trim(), vehicleId: '' },
    body.vehicle ?? {},
  );
  const terms: LotTerms = {
    sellerOrg,
    excludedOrgs: [],
    vehicleId: summary.vehicleId,
    currency: body.currency,
    startMinor: body.start,
    reserveMinor: body.reserve ?? null,
    buyNowMinor: body.buyNow ?? null,
    guideMinor: body.guide ?? null,
    incTable: usualIncrementTable(body.currency),
    granularityMinor: usualGranularityMinor,
    startsAt: body.startsAt,
    endsAt: body.endsAt,
    relistOf,
    runList: null,
    policy: withPolicy(usualPolicy, body.policy ?? {}),
  };
  return { terms, summary };
}

/** The sale with what a change names; null removes, what is left out stays. */
export function changedSale(lotId: string, { terms, summary }: Sale, body: ChangeLotBody): Sale {
  const { title, vehicle = {}, policy = {}, currency = terms.currency } = body;
  const titled = title === undefined ? summary : { ...summary, title: title.trim() };
  const described = withVehicle(lotId, titled, vehicle);
  const or = (given: number | null | undefined, held: number | null) =>
    given === undefined ? held : given;
  return {
    summary: described,
    terms: {
      ...terms,
      vehicleId: described.vehicleId,
      currency,
      incTable: usualIncrementTable(currency),
      startMinor: body.start ?? terms.startMinor,
      reserveMinor: or(body.reserve, terms.reserveMinor),
      buyNowMinor: or(body.buyNow, terms.buyNowMinor),
      guideMinor: or(body.guide, terms.guideMinor),
      startsAt: body.startsAt ?? terms.startsAt,
      endsAt: body.endsAt ?? terms.endsAt,
      policy: withPolicy(terms.policy, policy),
    },
  };
}

/** Another run of a sale on other days. */
export const rerunOf = (
  lotId: string,
  { terms, summary }: Sale,
  times: { readonly startsAt: number; readonly endsAt: number },
  relistOf: string,
): Sale => {
  const described = withVehicle(lotId, summary, {});
  return {
    summary: described,
    terms: { ...terms, ...times, vehicleId: described.vehicleId, relistOf },
  };
};

/** Facts with no effect on what is bid on, which an open lot takes too. */
const harmless: readonly string[] = ['photos', 'note'] satisfies (keyof VehicleBody)[];
const isHarmless = (vehicle: VehicleBody): boolean =>
  Object.keys(vehicle).every((name) => harmless.includes(name));

/**
 * Whether a change sets terms anew, which only a lot that is not open yet takes. The rest an open lot
 * takes too: a later end, the waiver, photos and the note.
 */
export const setsTerms = ({ vehicle = {}, ...change }: ChangeLotBody): boolean =>
  !isHarmless(vehicle) ||
  Object.keys(change).some((name) => name !== 'endsAt' && name !== 'waiveReserve');

/** Whether a change says something of the vehicle as the board shows it. */
export const setsSummary = (change: ChangeLotBody): boolean =>
  change.vehicle !== undefined || setsTerms(change);
