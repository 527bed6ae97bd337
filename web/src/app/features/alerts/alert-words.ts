/** How alerts read. */
import type { Alert } from '@auction/gateway/contract';
import { calmName } from '../../ui/calm.ts';
import { count } from '../../ui/money.ts';
import { dayTime } from '../../ui/times.ts';

export interface AlertRow {
  readonly alert: Alert;
  readonly word: string;
  readonly title: string;
  readonly detail: string;
  /** Where it leads. */
  readonly link: readonly string[];
  readonly query: Readonly<Record<string, string | string[]>>;
}

const wordOf: Readonly<Record<Alert['kind'], string>> = {
  OUTBID: 'Outbid',
  WON: 'Won',
  ENDING: 'Ends soon',
  RESERVE_MET: 'Reserve met',
  SEARCH: 'New match',
  TIME_TO_BID: 'Time to bid',
};

const textIn = (data: Alert['data'], name: string) =>
  typeof data[name] === 'string' ? data[name] : '';
const numberIn = (data: Alert['data'], name: string) =>
  typeof data[name] === 'number' ? data[name] : null;

export function toAlertRow(alert: Alert): AlertRow {
  const { kind, lot, title, data } = alert;
  const many = numberIn(data, 'count');
  const isDigest = lot === null && many !== null;
  return {
    alert,
    word: isDigest ? `${count(many)} new matches` : wordOf[kind],
    title: isDigest ? title : calmName(title),
    detail: detailOf(alert, isDigest),
    link: lot === null ? ['/'] : ['/lots', lot],
    query: lot === null ? parametersIn(textIn(data, 'address')) : {},
  };
}

function detailOf({ kind, data }: Alert, isDigest: boolean): string {
  const endsAt = numberIn(data, 'endsAt');
  if (kind === 'ENDING' && endsAt !== null) return `ends ${dayTime(endsAt)}`;
  if (kind === 'TIME_TO_BID') {
    const end = endsAt === null ? '' : `, it ends ${dayTime(endsAt)}`;
    return `bid at its own site now${end}`;
  }
  if (kind === 'SEARCH') return isDigest ? 'saved search' : `in ${textIn(data, 'search')}`;
  return '';
}

/** Parameters of an address as the router takes them. */
export function parametersIn(address: string): Record<string, string | string[]> {
  const parameters = new URLSearchParams(address);
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((name) => {
      const [first = '', ...more] = parameters.getAll(name);
      return [name, more.length === 0 ? first : [first, ...more]];
    }),
  );
}
