/** What an eBay item's aspects say of a vehicle: free names and values, in the marketplace's language. */
import { oneMake } from './spelling.ts';
import { readVin } from './vin.ts';
import type { VinReading } from './vin.ts';

export interface EbayAspects {
  readonly vin: VinReading;
  readonly year: number | null;
  readonly make: string | null;
  readonly makeRaw: string | null;
  readonly model: string | null;
  readonly odometer: number | null;
  readonly odometerUnit: 'MI' | 'KM';
}

type Fact = 'VIN' | 'YEAR' | 'MAKE' | 'MODEL' | 'MILES' | 'KILOMETRES';
/** English, German, French, Italian, Spanish: the marketplaces that sell vehicles. */
const names: ReadonlyMap<string, Fact> = new Map<string, Fact>([
  ['VIN (VEHICLE IDENTIFICATION NUMBER)', 'VIN'],
  ['VIN', 'VIN'],
  ['FAHRGESTELLNUMMER', 'VIN'],
  ['YEAR', 'YEAR'],
  ['BAUJAHR', 'YEAR'],
  ['ANNÉE', 'YEAR'],
  ['ANNO', 'YEAR'],
  ['AÑO', 'YEAR'],
  ['MAKE', 'MAKE'],
  ['MARKE', 'MAKE'],
  ['MARQUE', 'MAKE'],
  ['MARCA', 'MAKE'],
  ['MODEL', 'MODEL'],
  ['MODELL', 'MODEL'],
  ['MODÈLE', 'MODEL'],
  ['MODELLO', 'MODEL'],
  ['MODELO', 'MODEL'],
  ['MILEAGE', 'MILES'],
  ['KILOMETERSTAND', 'KILOMETRES'],
  ['KILOMÉTRAGE', 'KILOMETRES'],
  ['CHILOMETRAGGIO', 'KILOMETRES'],
  ['KILOMETRAJE', 'KILOMETRES'],
]);

/** Digits with any mark between thousands; null for 0, which nobody reads off, and for other text. */
function distance(text: string | undefined): number | null {
  const digits = /^(\d{1,3}(?:[.,\s]\d{3})+|\d{1,7})(?:\s*[A-Za-z]+)?$/.exec(
    text?.trim() ?? '',
  )?.[1];
  return digits === undefined ? null : Number(digits.replace(/[.,\s]/g, '')) || null;
}

/**
 * @param aspects `Name: value` each
 * @param country two letters; Canada's mileage is in kilometres though the name is the same
 * Total: what cannot be read is unknown.
 */
export function ebayAspects(aspects: readonly string[], country: string | null): EbayAspects {
  const said = new Map<Fact, string>();
  for (const aspect of aspects) {
    const at = aspect.indexOf(': ');
    const fact = names.get(aspect.slice(0, Math.max(at, 0)).trim().toUpperCase());
    if (fact !== undefined && !said.has(fact)) said.set(fact, aspect.slice(at + 2).trim());
  }
  const year = /^(?:18|19|20)\d\d$/.exec(said.get('YEAR') ?? '')?.[0];
  const makeRaw = said.get('MAKE') ?? null;
  const isMiles = said.has('MILES') && country !== 'CA';
  return {
    vin: readVin(said.get('VIN') ?? ''),
    year: year === undefined ? null : Number(year),
    make: makeRaw === null ? null : oneMake(makeRaw),
    makeRaw,
    model: said.get('MODEL')?.toUpperCase() ?? null,
    odometer: distance(said.get('MILES') ?? said.get('KILOMETRES')),
    odometerUnit: isMiles ? 'MI' : 'KM',
  };
}
