/** What the logs page shows, as its address says it. Pure: address to view, view to REST parameters. */
import type { QueryValue } from '../../api/rest.ts';

/** Ranges back from now, minutes. */
export const ranges = [
  { minutes: 15, words: 'Last 15 minutes' },
  { minutes: 60, words: 'Last hour' },
  { minutes: 360, words: 'Last 6 hours' },
  { minutes: 1_440, words: 'Last day' },
  { minutes: 10_080, words: 'Last 7 days' },
] as const;
export const levels = ['debug', 'info', 'warn', 'error'] as const;
export type Level = (typeof levels)[number];

export const wordFilters = [
  { name: 'text', label: 'Text' },
  { name: 'request', label: 'Request or snapshot' },
  { name: 'lot', label: 'Lot' },
  { name: 'site', label: 'Site' },
  { name: 'organisation', label: 'Organisation' },
] as const;
type WordFilter = (typeof wordFilters)[number]['name'];

export interface LogView extends Readonly<Record<WordFilter, string>> {
  /** Minutes back from now; without meaning where `from` and `to` stand. */
  readonly minutes: number;
  /** Epoch ms; null: up to now. */
  readonly from: number | null;
  readonly to: number | null;
  /** '': all of them. */
  readonly service: string;
  readonly level: Level;
}

export type Parameters = Readonly<Record<string, string | undefined>>;

const minuteMs = 60_000;
const instant = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,13}$/.test(text) ? Number(text) : null;

/** @param parameters of the address; what makes no sense counts as not said */
export function viewOf(parameters: Parameters): LogView {
  const minutes = Number(parameters['range'] ?? 60);
  const from = instant(parameters['from']);
  const to = instant(parameters['to']);
  const isSpan = from !== null && to !== null && to > from;
  const words = Object.fromEntries(
    wordFilters.map(({ name }) => [name, parameters[name] ?? '']),
  ) as Record<WordFilter, string>; // fromEntries forgets which keys it was given
  return {
    ...words,
    minutes: ranges.find((range) => range.minutes === minutes)?.minutes ?? 60,
    from: isSpan ? from : null,
    to: isSpan ? to : null,
    service: parameters['service'] ?? '',
    level: levels.find((level) => level === parameters['level']) ?? 'info',
  };
}

/** @param nowMs epoch ms */
export function spanOf(
  { from, to, minutes }: LogView,
  nowMs: number,
): { from: number; to: number } {
  if (from !== null && to !== null) return { from, to };
  // To the end of this second, so that a line of now is in it.
  const end = (Math.floor(nowMs / 1_000) + 1) * 1_000;
  return { from: end - minutes * minuteMs, to: end };
}

/** Filters of `GET /api/logs`, the range excepted. */
export function filtersOf(view: LogView): Record<string, QueryValue> {
  const words = wordFilters.flatMap(({ name }) => {
    const word = view[name].trim();
    return word === '' ? [] : [[name, word] as const];
  });
  return {
    ...Object.fromEntries(words),
    ...(view.service === '' ? {} : { service: view.service }),
    ...(view.level === 'debug' ? {} : { level: view.level }),
  };
}
