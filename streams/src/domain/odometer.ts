export type OdometerBrand = 'UNKNOWN' | 'ACTUAL' | 'NOT_ACTUAL' | 'EXEMPT' | 'EXCEEDS';

export interface OdometerReading {
  /** Whole units as printed; null when unknown. */
  readonly value: number | null;
  readonly brand: OdometerBrand;
}

/** Readings that stand for "unknown" whatever their brand (feeds.md section 1, fact 7). */
const sentinels: ReadonlySet<number> = new Set([0, 1, 299_999, 999_999, 9_999_999]);

const brands: Readonly<Record<string, OdometerBrand>> = {
  A: 'ACTUAL',
  N: 'NOT_ACTUAL',
  E: 'EXEMPT',
  X: 'EXCEEDS',
};

const readingForm = /^(\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.\d*)?$/;

/**
 * Odometer of a reading such as `172691.0` and a brand letter. Fractions are dropped.
 * @returns undefined when the text is no reading
 */
export function readOdometer(text: string, brand: string): OdometerReading | undefined {
  const known = brands[brand.trim().toUpperCase()] ?? 'UNKNOWN';
  const trimmed = text.trim();
  if (trimmed === '') return { value: null, brand: known };
  const whole = readingForm.exec(trimmed)?.[1];
  if (whole === undefined) return undefined;
  const value = Number(whole.replaceAll(',', ''));
  return { value: sentinels.has(value) ? null : value, brand: known };
}
