import type { FieldValue } from '@auction/gateway/contract';
import { count, money } from '../../ui/money.ts';
import { dayTime } from '../../ui/times.ts';

/** Names of a listing's fields as people say them; others are made readable from the name. */
const words: Readonly<Record<string, string>> = {
  priceMinor: 'Current bid',
  buyNowMinor: 'Buy now',
  retailValueMinor: 'Est. value',
  repairCostMinor: 'Repair estimate',
  saleStartAt: 'Sale starts',
  saleEndAt: 'Sale ends',
  startsAt: 'Sale starts',
  endsAt: 'Sale ends',
  sourceUpdatedAt: 'Changed at the site',
  saleStatusRaw: 'Sale status',
  titleCode: 'Title type',
  hasKeys: 'Keys',
  odometer: 'Odometer',
  vin: 'VIN',
};

/** Fields that only say when something was written: of no interest beside what was written. */
const quiet: ReadonlySet<string> = new Set(['sourceUpdatedAt', 'observedAt', 'publishedAt']);

/** Whether a change of the field tells a reader something. */
export function isTelling(field: string): boolean {
  return !quiet.has(field);
}

/** `saleStartAt` -> `Sale starts`, `lotCondition` -> `Lot condition` */
export function fieldWord(field: string): string {
  const spaced = field
    .replace(/(Minor|At|Raw)$/, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return words[field] ?? spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** A value of a field for people: amounts with currency, instants with zone. */
export function fieldText(field: string, value: FieldValue, currency: string): string {
  if (value === null || value === '') return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'object') return value.length === 0 ? 'none' : value.join(', ');
  if (typeof value === 'string') return value;
  if (field.endsWith('Minor')) return money(value, currency);
  if (field.endsWith('At')) return dayTime(value);
  return field === 'year' ? String(value) : count(value);
}
