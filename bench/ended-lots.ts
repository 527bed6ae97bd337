/**
 * Ended lots for `npm run bench:archive`, as the feeds would have brought them: one observation each on
 * `lots.commands`, so that their owner makes the books and the sinks the rows.
 */
import type { LotCommand, ObserveExternal } from '@auction/avro/records';
import { lotCommand } from '@auction/avro/lot-command';
import { topics } from '@auction/avro/topics';
import { externalLotId } from '@auction/streams/pipeline/lot-id';
import type { Log, Producer } from '@auction/streams/runtime/log';
import type { Codecs } from '@auction/streams/runtime/registry';
import { aSummary } from '@auction/streams/testing/a-lot';
import { aVin } from '@auction/streams/testing/builders';

/** Their sales ended in the twelve months before this, epoch ms. */
export const endedBefore = Date.UTC(2026, 6, 1);
const dayMs = 86_400_000;
const spanMs = 365 * dayMs;

const cars = [
  { start: '4T1BF1FK', make: 'TOYOTA', model: 'CAMRY', trim: 'LE', body: 'SEDAN 4D' },
  { start: '1FTEW1EP', make: 'FORD', model: 'F-150', trim: 'XLT', body: 'CREW PICKUP' },
  { start: '1HGCV1F3', make: 'HONDA', model: 'ACCORD', trim: 'SPORT', body: 'SEDAN 4D' },
  { start: '5YJ3E1EA', make: 'TESLA', model: 'MODEL 3', trim: null, body: 'SEDAN 4D' },
  { start: '1C6SRFFT', make: 'RAM', model: '1500 BIG HORN/LONE STAR', trim: null, body: 'PICKUP' },
  { start: 'WBA8B9G3', make: 'BMW', model: '330 I', trim: 'SPORT LINE', body: 'SEDAN 4D' },
  { start: '1N4AL3AP', make: 'NISSAN', model: 'ALTIMA 2.5', trim: 'S', body: 'SEDAN 4D' },
  { start: '2T3P1RFV', make: 'TOYOTA', model: 'RAV4', trim: 'XLE', body: 'SUV' },
] as const;
const damages = [
  'FRONT END',
  'REAR END',
  'SIDE',
  'HAIL',
  'NORMAL WEAR',
  'MECHANICAL',
  'WATER/FLOOD',
];
const cities = ['HOUSTON', 'DALLAS', 'PHOENIX', 'ATLANTA', 'LOS ANGELES', 'NEWARK', 'CHICAGO'];
const colors = ['WHITE', 'BLACK', 'SILVER', 'BLUE', 'RED', 'GRAY'];
const sites = ['copart', 'copart', 'copart', 'manheim', 'gsa', 'ebay'];

/** A number from 0 to 1, the same for the same lot and purpose. */
function chance(index: number, purpose: number): number {
  let mixed = Math.imul(index ^ (purpose * 0x9e3779b9), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
}

function oneOf<T>(values: readonly T[], index: number, purpose: number): T {
  const value = values[Math.floor(chance(index, purpose) * values.length)];
  if (value === undefined) throw new Error('nothing to choose from');
  return value;
}

function outcomeOf(index: number): Pick<ObserveExternal, 'outcome' | 'presence'> {
  const share = chance(index, 1);
  if (share < 0.6) return { outcome: 'SOLD', presence: 'LISTED' };
  if (share < 0.85) return { outcome: 'NOT_SOLD', presence: 'LISTED' };
  return { outcome: 'UNKNOWN', presence: 'GONE' };
}

function summaryOf(index: number): ObserveExternal['summary'] {
  const { start, make, model, trim, body } = oneOf(cars, index, 2);
  const year = 2008 + Math.floor(chance(index, 3) * 18);
  const vin = aVin(start, String(10_000_000 + index));
  const [city, color] = [oneOf(cities, index, 4), oneOf(colors, index, 5)];
  const photo = `https://cs.example.org/v1/AUTH_svc/lpp/${(index * 7919).toString(16)}_ful.jpg`;
  return aSummary({
    title: [year, make, model, trim].filter((part) => part !== null).join(' '),
    ...{ vehicleId: vin, vin, year, make, model, trim, body, color, city, yard: `TX - ${city}` },
    odometer: Math.floor(chance(index, 6) * 220_000),
    damage: [oneOf(damages, index, 7), oneOf(damages, index, 8)],
    retailValueMinor: 100 * Math.floor(chance(index, 9) * 40_000),
    ...{ photo, url: `https://www.example.org/lot/${700_000_000 + index}` },
  });
}

/** The one observation of a lot whose sale was over when it was read. */
export function endedLot(index: number): LotCommand {
  const site = oneOf(sites, index, 10);
  // Nine digits: the simulated sites number theirs with eight, and one may not be the other.
  const siteListingId = String(700_000_000 + index);
  const endsAt = endedBefore - 1 - Math.floor(chance(index, 11) * spanMs);
  const observedAt = endsAt + dayMs;
  return lotCommand({
    commandId: `observe/${site}/${siteListingId}/1`,
    kind: 'OBSERVE_EXTERNAL',
    lotId: externalLotId(site, siteListingId),
    observeExternal: {
      ...{ site, siteListingId, fetchSeq: 1, observedAt, publishedAt: observedAt },
      ...{ currency: 'USD', priceMinor: 2500 * Math.floor(1 + chance(index, 12) * 800) },
      ...{ bidCount: null, buyNowMinor: null, askMinor: null, reserve: 'UNKNOWN' },
      ...{ startsAt: endsAt - 3_600_000, endsAt, endsAtPrecision: 'MINUTE' },
      ...outcomeOf(index),
      summary: summaryOf(index),
    },
  });
}

const atOnce = 5_000;

/** Writes the observations of `count` lots to `lots.commands` and resolves when all are in the log. */
export async function publishEnded(log: Log, codecs: Codecs, count: number): Promise<void> {
  const producer: Producer = await log.producer();
  const codec = codecs.of(topics.lotsCommands);
  for (let first = 0; first < count; first += atOnce) {
    const records = Array.from({ length: Math.min(atOnce, count - first) }, (_, at) => {
      const command = endedLot(first + at);
      return {
        topic: topics.lotsCommands.name,
        key: command.lotId,
        value: codec.encode(command),
      };
    });
    await producer.send(records);
    await producer.flush();
  }
  await producer.close();
}
