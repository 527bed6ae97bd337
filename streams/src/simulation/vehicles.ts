/** Made-up vehicles: what is for sale, whatever its lot number is at the moment. */
import type { Chance } from './chance.ts';
import { models } from './models.ts';
import type { Model } from './models.ts';
import { madeUpVin } from './vin.ts';

export interface Vehicle {
  readonly model: Model;
  readonly detail: string;
  readonly trim: string;
  readonly year: number;
  /** Empty, or too short, where the site would show it so. */
  readonly vin: string;
  readonly color: string;
  /** 0: unknown. */
  readonly odometer: number;
  /** A actual, N not actual, E exempt, X exceeds. */
  readonly odometerBrand: string;
  readonly damage: string;
  readonly secondaryDamage: string;
  readonly titleType: string;
  readonly hasKeys: boolean;
  /** D runs and drives, S starts, E nothing known. */
  readonly condition: 'D' | 'S' | 'E' | '';
  /** Minor units: worth when whole, cost of the repair, worth as it stands. */
  readonly retailMinor: number;
  readonly repairMinor: number;
  readonly worthMinor: number;
}

const colors = ['BLACK', 'WHITE', 'SILVER', 'GRAY', 'BLUE', 'RED', 'CHARCOAL', 'GREEN', 'TWO TONE'];
// prettier-ignore
const damages = [
  'FRONT END', 'FRONT END', 'REAR END', 'SIDE', 'MINOR DENT/SCRATCHES', 'NORMAL WEAR', 'ALL OVER',
  'WATER/FLOOD', 'HAIL', 'MECHANICAL', 'UNDERCARRIAGE', 'TOP/ROOF', 'VANDALISM', 'BURN - ENGINE',
];
const titles = ['CT', 'SC', 'SV', 'ST', 'CD', 'BS', 'RB', 'CZ', 'T1', 'NR'];

// prettier-ignore
const question = {
  model: 1, detail: 2, trim: 3, year: 4, color: 5, odometer: 6, isOdometerKnown: 7, brand: 8,
  damage: 9, hasSecond: 10, secondDamage: 11, title: 12, keys: 13, condition: 14, severity: 15, vin: 16,
};

/** @param year of the market's clock; @param serial unlike that of any other vehicle */
export function vehicleOf(chance: Chance, year: number, serial: number): Vehicle {
  const model = chance.pick(question.model, models);
  // Squared: young ones are more frequent.
  const age = Math.floor(chance.share(question.year) ** 2 * 22);
  const modelYear = year + 1 - age;
  const retailMinor = Math.max(50_000, Math.round(model.newValue * 0.87 ** age) * 100);
  const severity = 0.1 + 0.8 * chance.share(question.severity);
  const isOdometerKnown = chance.happens(question.isOdometerKnown, 0.89);
  return {
    model,
    detail: chance.pick(question.detail, model.details),
    trim: chance.pick(question.trim, model.trims),
    year: modelYear,
    vin: vinOf(chance, model, modelYear, serial),
    color: chance.pick(question.color, colors),
    odometer: isOdometerKnown ? chance.whole(question.odometer, 900, 14_000 * (age + 1)) : 0,
    odometerBrand: isOdometerKnown
      ? chance.pick(question.brand, ['A', 'A', 'A', 'A', 'A', 'N', 'E', 'X'])
      : chance.pick(question.brand, ['N', 'E']),
    damage: chance.pick(question.damage, damages),
    secondaryDamage: chance.happens(question.hasSecond, 0.5)
      ? chance.pick(question.secondDamage, damages)
      : '',
    titleType: chance.pick(question.title, titles),
    hasKeys: chance.happens(question.keys, 0.8),
    condition: conditionOf(chance.share(question.condition)),
    retailMinor,
    repairMinor: Math.round((retailMinor * severity) / 1_000) * 1_000,
    worthMinor: Math.max(10_000, Math.round(retailMinor * (1 - severity) * 0.8)),
  };
}

function conditionOf(share: number): Vehicle['condition'] {
  if (share < 0.65) return 'D';
  if (share < 0.9) return 'E';
  return share < 0.975 ? 'S' : '';
}

/** Road vehicles have 17 characters; boats a hull number; a few have nothing or an old short one. */
function vinOf(chance: Chance, model: Model, year: number, serial: number): string {
  const share = chance.share(question.vin);
  if (share < 0.015 || model.type === 'R') return '';
  if (model.type === 'M')
    return `${model.maker}${String(serial).padStart(5, '0').slice(-5)}A5${year % 100}`;
  if (share < 0.02) return `${model.maker}${String(serial).slice(-6)}`;
  return madeUpVin(model.maker, year, serial, chance);
}
