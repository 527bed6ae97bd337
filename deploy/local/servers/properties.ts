/** Java's .properties format. Pure. */

/** Backslashes, leading blanks and line ends are what the format would swallow. */
const escaped = (value: string): string =>
  value
    .replaceAll('\\', '\\\\')
    .replace(/^(?=\s)/, '\\')
    .replaceAll('\n', '\\n');

/** @returns one `key=value` line each, in the given order */
export const renderProperties = (
  entries: Readonly<Record<string, string | number | boolean>>,
): string =>
  Object.entries(entries)
    .map(([key, value]) => `${key}=${escaped(String(value))}\n`)
    .join('');
