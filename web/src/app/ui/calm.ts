/**
 * Text of feeds that write everything in capitals, made readable. Text with any small letter is left
 * as it is: somebody has already thought about it.
 */

/** Letters a word of a name needs before its capitals are taken for shouting: BMW, GMC, XLT stay. */
const WORD_MIN = 4;
/** Shorter ones that are words all the same. */
const shortWords: ReadonlySet<string> = new Set([
  'BIG',
  'BUS',
  'CAB',
  'KIA',
  'NEW',
  'PRO',
  'RAM',
  'VAN',
]);

const isShouted = (text: string) => !/\p{Ll}/u.test(text);
const isCode = (word: string) =>
  /\d/.test(word) || (word.length < WORD_MIN && !shortWords.has(word));
const capitalized = (word: string) => word.charAt(0) + word.slice(1).toLowerCase();

/** Makes, models, trims: `2018 BMW X5 PREMIUM` -> `2018 BMW X5 Premium`. Letters beside digits are a code. */
export function calmName(text: string): string {
  if (!isShouted(text)) return text;
  return text.replace(/[\p{Lu}\d]+/gu, (word) => (isCode(word) ? word : capitalized(word)));
}

/** Descriptions: `FRONT END` -> `Front end`, `4X4 W/REAR WHEEL DRV` -> `4X4 w/rear wheel drv`. */
export function calmSentence(text: string): string {
  if (!isShouted(text)) return text;
  const lower = text.replace(/[\p{Lu}\d]+/gu, (word) =>
    /\d/.test(word) ? word : word.toLowerCase(),
  );
  return lower.charAt(0).toUpperCase() + lower.slice(1);
}

/** Places: `LA GRANGE, NC` -> `La Grange, NC`; what stands after the comma is a code. */
export function calmPlace(text: string): string {
  const [city = '', ...rest] = text.split(',');
  if (!isShouted(city)) return text;
  return [city.replace(/\p{Lu}+/gu, capitalized), ...rest].join(',');
}
