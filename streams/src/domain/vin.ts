/** Vehicle identification numbers: ISO 3779, check digit by 49 CFR 565. */

/** UNKNOWN stands for a status that only a newer program knows. */
export type VinStatus = 'UNKNOWN' | 'VALID' | 'CHECK_FAILED' | 'MASKED' | 'MALFORMED' | 'ABSENT';

export interface VinReading {
  /** 17 characters in upper case; null when the text is no whole VIN. */
  readonly vin: string | null;
  readonly status: VinStatus;
  /** The site's text where it is not a plain VIN. */
  readonly raw: string | null;
}

const vinLength = 17;
const checkPosition = 8;
const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
/** Values of A to Z; 0 marks I, O and Q, which no VIN contains. */
const letterValues = [1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 0, 7, 0, 9, 2, 3, 4, 5, 6, 7, 8, 9];
const notLegal = -1;

/** Value of a character in the check sum, or `notLegal`. */
function valueOf(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code >= 65 && code <= 90 ? letterValues[code - 65] : undefined;
  return letter === undefined || letter === 0 ? notLegal : letter;
}

function hasLegalCharacters(vin: string): boolean {
  for (let index = 0; index < vin.length; index += 1) {
    if (valueOf(vin.charCodeAt(index)) === notLegal) return false;
  }
  return true;
}

/**
 * Whether position 9 agrees with the other 16 characters.
 * @param vin 17 legal characters in upper case
 */
export function hasValidCheckDigit(vin: string): boolean {
  let sum = 0;
  for (let index = 0; index < vinLength; index += 1) {
    sum += valueOf(vin.charCodeAt(index)) * (weights[index] ?? 0);
  }
  const remainder = sum % 11;
  return vin.charAt(checkPosition) === (remainder === 10 ? 'X' : String(remainder));
}

/** Written as it should be: the common case, which needs no copy. */
const isPlain = (text: string): boolean => text.length === vinLength && hasLegalCharacters(text);

/**
 * A filler of one or two characters, such as 00000000000000000 or 11111111111111111, whose check
 * digit happens to be right.
 */
function isFiller(vin: string): boolean {
  const first = vin.charAt(0);
  let other = first;
  for (let index = 1; index < vin.length; index += 1) {
    const character = vin.charAt(index);
    if (character === first || character === other) continue;
    if (other !== first) return false;
    other = character;
  }
  return true;
}

/**
 * Reads a VIN cell. Blanks and hyphens inside are dropped, letters become upper case.
 * Total: every text has a reading. A wrong check digit only lowers confidence; hull numbers, chassis
 * numbers before 1981 and fillers are MALFORMED; nothing here refuses a listing (feeds.md section 16).
 */
export function readVin(text: string): VinReading {
  const compact = isPlain(text) ? text : text.replace(/[\s\u00a0-]/g, '').toUpperCase();
  if (compact === '') return { vin: null, status: 'ABSENT', raw: null };
  const raw = text.trim();
  if (isMasked(compact)) return { vin: null, status: 'MASKED', raw };
  if (compact.length !== vinLength || !hasLegalCharacters(compact) || isFiller(compact)) {
    return { vin: null, status: 'MALFORMED', raw };
  }
  return {
    vin: compact,
    status: hasValidCheckDigit(compact) ? 'VALID' : 'CHECK_FAILED',
    raw: compact === raw ? null : raw,
  };
}

/** Public pages hide the last six characters, by stars or by X. */
function isMasked(compact: string): boolean {
  return compact.includes('*') || (compact.length === vinLength && compact.endsWith('XXXXXX'));
}

/**
 * A VIN of which its site hides some characters, each of these as `*`.
 * @param text as the site prints it
 * @returns 17 characters in upper case; null when it hides none, or is no VIN of 17 characters
 */
export function maskedVin(text: string): string | null {
  const compact = text.replace(/[\s\u00a0-]/g, '').toUpperCase();
  if (compact.length !== vinLength || !isMasked(compact)) return null;
  const starred = compact.replace(/XXXXXX$/, '******');
  return hasLegalCharacters(starred.replaceAll('*', '0')) ? starred : null;
}

/** World manufacturer identifiers of the market that prescribes the check digit begin with 1 to 5. */
const northAmerican = /^[1-5]/;

/**
 * Whether equal VINs mean one vehicle. Where the check digit is prescribed it must be right, or a
 * misread character would merge two vehicles; elsewhere position 9 may hold anything.
 * Source: docs/decisions/0022-which-vins-merge.md.
 */
export function mergesByVin(reading: VinReading): reading is VinReading & { readonly vin: string } {
  if (reading.vin === null) return false;
  return reading.status === 'VALID' || !northAmerican.test(reading.vin);
}
