/** Comma-separated fields of one line, with quotes read as leniently as Copart writes them. */

const quote = 0x22;
const comma = 0x2c;

export interface Fields {
  readonly values: readonly string[];
  /** False when the last field's quote is never closed; that field is left out. */
  readonly closed: boolean;
}

/**
 * Splits one line. A quoted field ends at a quote that stands before a comma or the line's end;
 * a doubled quote is one quote; any other quote inside is taken as it stands (`"113" SLEEPER CAB"`).
 * Total.
 */
export function splitFields(line: string): Fields {
  const values: string[] = [];
  let start = 0;
  for (;;) {
    const isQuoted = line.charCodeAt(start) === quote;
    const end = isQuoted ? closingQuote(line, start + 1) : bareEnd(line, start);
    if (end < 0) return { values, closed: false };
    values.push(isQuoted ? unescaped(line.slice(start + 1, end)) : line.slice(start, end));
    const separator = isQuoted ? end + 1 : end;
    if (separator >= line.length) return { values, closed: true };
    start = separator + 1;
  }
}

/**
 * The one repair of feeds.md section 3: a doubled quote directly before `,"` and not after a comma
 * is a single one (`"SUMMIT 850 X 165"","",…`). Try it only on a line that did not fit as it is.
 */
export function repaired(line: string): string {
  return line.replaceAll(/(?<=[^,])""(?=,")/g, '"');
}

function bareEnd(line: string, start: number): number {
  const end = line.indexOf(',', start);
  return end < 0 ? line.length : end;
}

function closingQuote(line: string, start: number): number {
  let at = line.indexOf('"', start);
  while (at >= 0) {
    const next = line.charCodeAt(at + 1);
    if (Number.isNaN(next) || next === comma) return at;
    at = line.indexOf('"', next === quote ? at + 2 : at + 1);
  }
  return -1;
}

function unescaped(text: string): string {
  return text.includes('""') ? text.replaceAll('""', '"') : text;
}
