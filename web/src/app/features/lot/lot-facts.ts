import type { LotDetail } from '@auction/gateway/contract';
import { calmPlace, calmSentence } from '../../ui/calm.ts';
import { reading } from '../../ui/distance.ts';
import { money } from '../../ui/money.ts';

/** A label with what is known; unknown facts are left out. */
export interface Fact {
  readonly label: string;
  readonly text: string;
  /** Something a buyer must not overlook. */
  readonly caution?: string;
}

const odometerBrands: Readonly<Record<string, string>> = {
  ACTUAL: 'actual',
  NOT_ACTUAL: 'not actual',
  EXEMPT: 'exempt',
  EXCEEDS: 'exceeds the counter',
};
const runsWords: Readonly<Record<string, string>> = {
  RUN_AND_DRIVE: 'Runs and drives',
  STARTS: 'Starts',
};
const vinCautions: Readonly<Record<string, string>> = {
  CHECK_FAILED: 'check digit does not fit',
  MASKED: 'partly hidden by the site',
  MALFORMED: 'not a valid number',
};

/** What the site says about the vehicle, most asked first. */
export function lotFacts(lot: LotDetail): Fact[] {
  const calm = (text: string | null) => (text === null ? null : calmSentence(text));
  const amount = (minor: number | null) =>
    minor === null || minor === 0 ? null : money(minor, lot.price.currency);
  const all: [label: string, text: string | null, caution?: string | undefined][] = [
    ['VIN', lot.vin, vinCautions[lot.vinStatus ?? '']],
    ['Odometer', odometer(lot), lot.odometerBrand === 'NOT_ACTUAL' ? 'not actual' : undefined],
    ['Damage', lot.damage.map(calmSentence).join(', ') || null],
    ['Title', [lot.titleState, lot.titleCode].filter(Boolean).join(' · ') || null],
    ['Keys', lot.hasKeys === null ? null : lot.hasKeys ? 'Yes' : 'No'],
    ['Runs', lot.runs === null ? null : (runsWords[lot.runs] ?? lot.runs)],
    ['Engine', lot.engine],
    ['Fuel', calm(lot.fuel)],
    ['Drive', calm(lot.drive)],
    ['Transmission', calm(lot.transmission)],
    ['Body', calm(lot.body)],
    ['Colour', calm(lot.color)],
    ['Est. value', amount(lot.retailValueMinor)],
    ['Buy now', amount(lot.buyNowMinor)],
    ['Yard', lot.yard],
  ];
  return all.flatMap(([label, text, caution]) =>
    text === null ? [] : [{ label, text, ...(caution === undefined ? {} : { caution }) }],
  );
}

function odometer(lot: LotDetail): string | null {
  if (lot.odometer === null) return null;
  const brand = odometerBrands[lot.odometerBrand ?? ''];
  const isPlain = brand === undefined || lot.odometerBrand === 'NOT_ACTUAL';
  return `${reading(lot.odometer, lot.odometerUnit)}${isPlain ? '' : ` · ${brand}`}`;
}

/** City, state and country, without what is missing. */
export function placeOf({ city, state, country }: LotDetail): string {
  return [city === null ? null : calmPlace(city), state, country]
    .filter((part) => part !== null)
    .join(', ');
}
