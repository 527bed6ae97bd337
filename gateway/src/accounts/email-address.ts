/** One form of an e-mail address, so that one person has one account. */

const form = /^[^\s@<>"]{1,64}@[^\s@<>".]+(\.[^\s@<>".]+)+$/;

/**
 * @param text as typed
 * @returns lower case, without blanks around, NFC; undefined: it cannot be an address
 */
export function emailAddress(text: string): string | undefined {
  const address = text.trim().normalize('NFC').toLowerCase();
  return address.length <= 254 && form.test(address) ? address : undefined;
}
