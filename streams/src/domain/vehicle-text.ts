/**
 * What a title and a description say about a vehicle, for sites that have no fields of their own for
 * it. Decides too whether it is a vehicle at all: half of what such sites sell is not.
 */
import { knownMakes, oneMake } from './spelling.ts';
import { mergesByVin, readVin } from './vin.ts';
import type { VinReading } from './vin.ts';

export interface TitleReading {
  readonly year: number | null;
  /** As printed. */
  readonly makeRaw: string | null;
  readonly make: string | null;
  /** What stands behind the make. */
  readonly model: string | null;
}

const yearForm = /(?:^|[\s("'])((?:19[0-9]|20[0-4])\d)(?=[\s,)]|$)/;
const modelWordsMax = 4;

/** Longest spellings first, so that "LAND ROVER" is not read as another make. */
const makeForm = new RegExp(
  `(?:^|[^A-Z0-9])(${[...knownMakes]
    .sort((one, other) => other.length - one.length)
    .map((make) => make.replace(/[-\s]/g, '[-\\s]').replace(/[/.]/g, '\\$&'))
    .join('|')})(?=[^A-Z0-9]|$)`,
);

/** Year, make and model of a title such as `2016 Ford Super Duty F-250 SRW`. Total. */
export function readTitle(title: string): TitleReading {
  const year = yearForm.exec(title)?.[1];
  const upper = title.toUpperCase();
  const found = makeForm.exec(upper);
  if (found?.[1] === undefined) {
    return {
      year: year === undefined ? null : Number(year),
      makeRaw: null,
      make: null,
      model: null,
    };
  }
  const from = found.index + found[0].length;
  const makeRaw = title.slice(from - found[1].length, from);
  const words = title
    .slice(from)
    .split(/[\s,]+/)
    .filter((word) => word !== '');
  return {
    year: year === undefined ? null : Number(year),
    makeRaw,
    make: oneMake(makeRaw.replace(/\s+/g, ' ')),
    model: words.length === 0 ? null : words.slice(0, modelWordsMax).join(' ').toUpperCase(),
  };
}

/** What a part, a toy or a picture of a vehicle is called by (feeds.md sections 6 and 9). */
const notVehicles =
  /\b(PARTS?|WHEELS?|RIMS?|TIRES?|ENGINES?|TRANSMISSIONS?|SIGNS?|POSTERS?|MODEL CAR|TOY|GO-?KARTS?|SEATS?|HOOD ORNAMENT|HARDTOP|MANUALS?|BROCHURES?|TRAINING AID|TOOLS?|JACKS?|PUMPS?|CHARGERS? \(?CABLE|GRILLES?|BUMPERS?|GAUGES?|CARBURETORS?|LITERATURE|MEMORABILIA|MINIATURES?|SIMULATORS?)\b/;
/** Words that keep one of the above from deciding: `w/ parts`, `spare wheels included`. */
const accessories = /\b(WITH|W\/|AND|INCLUDES?|INCLUDING|SPARE|EXTRA)\b.*$/;

/**
 * Whether a title offers a vehicle: it has a model year and a make and is not called by the name of
 * a part, or a VIN vouches for it.
 */
export function isVehicleTitle(title: string, reading: TitleReading, vin: VinReading): boolean {
  if (mergesByVin(vin) && vin.status === 'VALID') return true;
  if (reading.year === null || reading.make === null) return false;
  return !notVehicles.test(title.toUpperCase().replace(accessories, ''));
}

const vinForm = /(?:^|[^A-Z0-9])([A-HJ-NPR-Z0-9]{17})(?=[^A-Z0-9]|$)/g;
const namedVinForm =
  /\bVIN\b[\s#:.-]{0,6}(?:NUMBER|NO)?[\s#:.-]{0,4}([A-HJ-NPR-Z0-9*]{11,17})(?![A-Z0-9*])/;

/** A VIN in running text: one whose check digit is right, else one that is called VIN. */
export function vinInText(text: string): VinReading {
  const upper = text.toUpperCase();
  for (const [, candidate = ''] of upper.matchAll(vinForm)) {
    const reading = readVin(candidate);
    // A serial or stock number of 17 characters has a right check digit by a chance of 1 in 11.
    if (reading.status === 'VALID' && /\d{4}$/.test(candidate)) return reading;
  }
  return readVin(namedVinForm.exec(upper)?.[1] ?? '');
}

export interface MileageReading {
  readonly value: number;
  readonly unit: 'MI' | 'KM';
}

const mileageForms = [
  /\b(\d{1,3})K[- ](MILE|KILOMETER)/,
  /\b(\d{1,3}(?:,\d{3})+|\d{2,6})[- ]?(MILES?|MI|KILOMETERS?|KM)\b/,
  /\b(?:ODOMETER|MILEAGE)(?:\s+READS?|\s+READING|\s+SHOWS?)?\s*:?\s*(\d{1,3}(?:,\d{3})+|\d{2,6})\b()/,
];

/** Mileage in running text, as in `48k-Mile 2006 Porsche` or `Mileage: 98,112`; null for none. */
export function mileageInText(text: string): MileageReading | null {
  const upper = text.toUpperCase();
  for (const [index, form] of mileageForms.entries()) {
    const [, digits, unit = ''] = form.exec(upper) ?? [];
    if (digits === undefined) continue;
    const value = Number(digits.replaceAll(',', '')) * (index === 0 ? 1_000 : 1);
    return { value, unit: unit.startsWith('K') ? 'KM' : 'MI' };
  }
  return null;
}
