/** Whether a log line is wanted, and what a page shows of it. Pure. */
import type { LogLine, LogQuery } from '../logs-contract.ts';

export type LogWish = Omit<LogQuery, 'cursor' | 'limit'>;

const levels = ['debug', 'info', 'warn', 'error'] as const;
type Level = (typeof levels)[number];
type Fields = Readonly<Record<string, unknown>>;

/** @returns levels that are wanted */
export const levelsFrom = (least: Level | undefined): readonly Level[] =>
  levels.slice(least === undefined ? 0 : levels.indexOf(least));

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/**
 * A quick look at the JSON, before it is parsed: whether everything asked for stands somewhere.
 * @returns false only for lines that `matches` would refuse too
 */
export function quickLook({ text, request, lot, site, organisation }: LogWish) {
  const exact = [request, lot, site, organisation].flatMap((word) =>
    word === undefined ? [] : [inJson(word)],
  );
  const anyCase = text === undefined ? undefined : inJson(text).toLowerCase();
  return (json: string): boolean =>
    exact.every((word) => json.includes(word)) &&
    (anyCase === undefined || json.toLowerCase().includes(anyCase));
}

/** The one value or the list of a field says it. */
const says = (fields: Fields, names: readonly string[], wanted: string | undefined): boolean =>
  wanted === undefined ||
  names.some((name) => {
    const value = fields[name];
    return Array.isArray(value) ? value.includes(wanted) : value === wanted;
  });

/** @param at epoch ms, of the line */
export function matches(fields: Fields, at: number, wish: LogWish): boolean {
  const { from, to, service, level, request, lot, site, organisation } = wish;
  return (
    at >= from &&
    at < to &&
    (service === undefined || fields['service'] === service) &&
    levelsFrom(level).some((wanted) => wanted === fields['level']) &&
    says(fields, ['requestId', 'requestIds', 'traceId', 'traceIds', 'snapshotId'], request) &&
    says(fields, ['lotId', 'lotIds'], lot) &&
    says(fields, ['site', 'siteId'], site) &&
    says(fields, ['organisationId'], organisation)
  );
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** @returns undefined when it is no line of ours */
export function fieldsOf(json: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

export const atOf = (fields: Fields): number => Date.parse(textOf(fields['time'])) || 0;

/** Fields a page shows by themselves, and the version, which says nothing about what happened. */
const shownApart = new Set(['time', 'level', 'service', 'version', 'msg', 'requestId', 'lotId']);

export function shown(id: string, fields: Fields): LogLine {
  const { level, service, msg, requestId, lotId } = fields;
  const rest = Object.entries(fields).filter(([name]) => !shownApart.has(name));
  return {
    id,
    at: atOf(fields),
    level: levels.find((known) => known === level) ?? 'info',
    service: textOf(service),
    message: textOf(msg),
    requestId: textOrNull(requestId),
    lotId: textOrNull(lotId),
    fields: JSON.stringify(Object.fromEntries(rest)),
  };
}
