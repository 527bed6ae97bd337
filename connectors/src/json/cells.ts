/** JSON values as cells: text, empty for nothing. Meaning is the domain's. */
import { isObject } from './json-reader.ts';
import type { JsonObject, JsonValue } from './json-reader.ts';

/** Separates the parts of a cell that holds a list. */
const listSeparator = '\u001f';

/** Text as it stands, numbers and booleans as JSON writes them, lists joined, null and absent empty. */
export function cellOf(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return listCell(value.map(cellOf));
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

export const listCell = (parts: readonly string[]): string =>
  parts.filter((part) => part !== '').join(listSeparator);

/** Value at a path such as `currentBidPrice.value`; undefined where a step is missing. */
export function valueAt(record: JsonObject, path: string): JsonValue | undefined {
  if (!path.includes('.')) return record[path];
  let value: JsonValue | undefined = record;
  for (const step of path.split('.')) {
    if (!isObject(value)) return undefined;
    value = value[step];
  }
  return value;
}

/** The record with its keys in lower case, for sites that spell them in several ways. */
export function lowerKeys(record: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [key.toLowerCase(), value]),
  );
}
