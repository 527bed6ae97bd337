/** What the fields of the account forms must hold; the server decides, this tells sooner. */

const PASSWORD_LENGTH_MIN = 8;

/** @returns what is wrong, null when nothing is */
export function wrongName(name: string, whose: string): string | null {
  return name.trim() === '' ? `Fill in ${whose}.` : null;
}

export function wrongEmail(email: string): string | null {
  if (email.trim() === '') return 'Fill in the e-mail address.';
  return /^[^\s@]+@[^\s@]+$/.test(email.trim()) ? null : 'This is no e-mail address.';
}

/** For a new password. @returns what is wrong, null when nothing is */
export function wrongPassword(password: string): string | null {
  return Array.from(password).length < PASSWORD_LENGTH_MIN
    ? `At least ${PASSWORD_LENGTH_MIN} characters.`
    : null;
}
