/** Made-up VINs with a right check digit (49 CFR 565): nobody's car, but every reader accepts them. */
import type { Chance } from './chance.ts';

const letters = 'ABCDEFGHJKLMNPRSTUVWXYZ';
const digits = '0123456789';
const vehicleCharacters = `${letters}${digits}`;
const yearCodes = 'ABCDEFGHJKLMNPRSTVWXY123456789';
const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
// prettier-ignore
const values: Readonly<Record<string, number>> = {
  A: 1, B: 2, C: 3, D: 4, E: 5, F: 6, G: 7, H: 8,
  J: 1, K: 2, L: 3, M: 4, N: 5, P: 7, R: 9,
  S: 2, T: 3, U: 4, V: 5, W: 6, X: 7, Y: 8, Z: 9,
};

/** @param vin 17 characters; the one at position 9 is not looked at */
export function checkDigit(vin: string): string {
  let sum = 0;
  for (const [index, weight] of weights.entries()) {
    const character = vin.charAt(index);
    sum += (values[character] ?? Number(character)) * weight;
  }
  return sum % 11 === 10 ? 'X' : String(sum % 11);
}

/**
 * @param maker world manufacturer identifier, 3 characters
 * @param year model year 1980 to 2039: position 10 names it, position 7 says which cycle of 30
 * @param serial made the last 6 digits, so that no two of a market are equal
 */
export function madeUpVin(maker: string, year: number, serial: number, chance: Chance): string {
  const described = [0, 1, 2].map((index) => chance.character(index, vehicleCharacters)).join('');
  const cycle = chance.character(3, year < 2010 ? digits : letters);
  const restraint = chance.character(4, vehicleCharacters);
  const yearCode = yearCodes.charAt((year - 1980) % yearCodes.length);
  const plant = chance.character(5, letters);
  const number = String(serial % 1_000_000).padStart(6, '0');
  const before = `${maker}${described}${cycle}${restraint}`;
  const after = `${yearCode}${plant}${number}`;
  return before + checkDigit(`${before}0${after}`) + after;
}
