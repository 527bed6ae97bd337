import type { Candidate, Offer } from '@auction/gateway/contract';
import { reading } from '../../ui/distance.ts';
import { money } from '../../ui/money.ts';
import { isRunning, statusWords, type Tone } from '../../ui/statuses.ts';
import { dateOnly, dayTime } from '../../ui/times.ts';

/** An offer of a vehicle as one line of a list. */
export interface OfferLine {
  readonly key: string;
  readonly lotId: string;
  readonly site: string;
  readonly title: string;
  /** Where it stands beside the lot that is shown. */
  readonly relation: string;
  readonly when: string;
  readonly price: string;
  readonly outcome: string;
  readonly tone: Tone;
  readonly odometer: string | null;
  readonly isRunning: boolean;
  /** Its page, as parameter `run`; null: the lot's own. */
  readonly run: number | null;
  /** Whether it has a page: a run whose end alone is known has none. */
  readonly isLinked: boolean;
}

const relations: Readonly<Record<Offer['relation'], string>> = {
  EARLIER_RUN: 'Earlier run of this lot',
  LATER_RUN: 'Later run of this lot',
  SAME_SITE: 'Listed again at this site',
  OTHER_SITE: 'At another site',
};

type Shown = Omit<Offer, 'relation' | 'archived' | 'run'>;

/** `26 Nov 2026`; while it runs with the hour. */
function whenOf({ endsAt, endsAtPrecision, observedAt, status }: Shown): string {
  if (endsAt === null) return observedAt === null ? 'no date' : `seen ${dateOnly(observedAt)}`;
  return isRunning(status) && endsAtPrecision !== 'DAY' ? dayTime(endsAt) : dateOnly(endsAt);
}

function priceOf({ price, status }: Shown): string {
  if (price.amount === null) return 'no bid seen';
  const amount = money(price.amount, price.currency);
  if (status === 'SOLD') return amount;
  return isRunning(status) ? `bid ${amount}` : `last bid ${amount}`;
}

function outcomeOf({ status, statusReason }: Shown): string {
  if (status !== 'ENDED') return statusWords(status).word;
  return statusReason === 'RUN_AGAIN' ? 'Ended, ran again' : 'Ended, outcome not told';
}

const lineOf = (offer: Shown, relation: string): OfferLine => ({
  key: `${offer.lotId} ${offer.endsAt ?? ''} ${relation}`,
  lotId: offer.lotId,
  site: offer.site,
  title: `Lot ${offer.siteListingId}`,
  relation,
  when: whenOf(offer),
  price: priceOf(offer),
  outcome: outcomeOf(offer),
  tone: statusWords(offer.status).tone,
  odometer: offer.odometer === null ? null : reading(offer.odometer, offer.odometerUnit),
  isRunning: isRunning(offer.status),
  run: null,
  isLinked: true,
});

/** The lot as it stands now, seen from one of its archived runs. */
const isLotNow = ({ relation, archived, observedAt }: Offer): boolean =>
  relation === 'LATER_RUN' && !archived && observedAt !== null;

/** @param lotId the lot that is shown */
export const offerLine = (offer: Offer, lotId: string): OfferLine => ({
  ...lineOf(offer, relations[offer.relation] + (offer.archived ? ', archived' : '')),
  isRunning: isRunning(offer.status) && !offer.archived,
  run: offer.run,
  isLinked: offer.lotId !== lotId || offer.run !== null || isLotNow(offer),
});

const agreements: Readonly<Record<Candidate['agreesOn'][number], string>> = {
  VIN: 'VIN as far as shown',
  YEAR: 'year',
  MAKE: 'make',
  MODEL: 'model',
  ODOMETER: 'odometer',
};

/** `VIN as far as shown, year, make, model agree` */
export const candidateLine = (candidate: Candidate): OfferLine & { readonly vin: string } => ({
  ...lineOf(candidate, `${candidate.agreesOn.map((one) => agreements[one]).join(', ')} agree`),
  vin: candidate.vinShown,
});
