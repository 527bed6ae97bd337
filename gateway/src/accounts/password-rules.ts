/**
 * What a password must be: long enough and not one of those tried first. No rules of composition,
 * no cutting, the same characters however they were typed. Source: NIST SP 800-63B section 5.1.1.2.
 */
import { dictionary } from '@zxcvbn-ts/language-common';

export const passwordLengthMin = 8;
const usedMostCount = 3_000;

/** The most used ones that are long enough to matter, most used first in the list they come from. */
const usedMost: ReadonlySet<string> = new Set(
  dictionary['passwords-common']
    .filter((word) => word.length >= passwordLengthMin)
    .slice(0, usedMostCount),
);

/** The one spelling that is hashed: keyboards compose letters differently. */
export const passwordForm = (typed: string): string => typed.normalize('NFKC');

export type WeakPassword = 'TOO_SHORT' | 'USED_MOST' | 'IS_THE_ADDRESS';

/**
 * @param email of its owner, in the form of email-address.ts
 * @returns why it is refused; undefined: it is good. Total.
 */
export function weaknessOf(typed: string, email: string): WeakPassword | undefined {
  const password = passwordForm(typed);
  if (Array.from(password).length < passwordLengthMin) return 'TOO_SHORT';
  const lower = password.toLowerCase();
  if (usedMost.has(lower)) return 'USED_MOST';
  return lower === email || lower === email.split('@')[0] ? 'IS_THE_ADDRESS' : undefined;
}

export const weaknessWords: Readonly<Record<WeakPassword, string>> = {
  TOO_SHORT: `it needs at least ${passwordLengthMin} characters`,
  USED_MOST: 'it is one of the most used passwords: choose another',
  IS_THE_ADDRESS: 'it must not be the e-mail address',
};
