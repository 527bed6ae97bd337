import { locale } from './locale.ts';

const KM_PER_MILE = 1.609344;
const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });

/**
 * An odometer reading as the site shows it.
 * @param km reading in km
 * @param unit unit the site shows, MI or KM; unknown is taken as KM
 */
export function distance(km: number, unit: string | null): string {
  return unit === 'MI' ? `${numbers.format(km / KM_PER_MILE)} mi` : `${numbers.format(km)} km`;
}

/** An odometer reading that is given in the site's own unit. */
export function reading(value: number, unit: string | null): string {
  return `${numbers.format(value)} ${unit === 'MI' ? 'mi' : 'km'}`;
}
