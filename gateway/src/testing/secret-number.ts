/** Finds a secret amount again, however it was written: in texts, and in the bytes of records. */

export interface SecretNumber {
  readonly name: string;
  isIn(text: string): boolean;
  isInBytes(bytes: Buffer): boolean;
}

/**
 * @param minor minor units with two decimals; seven digits and more, or texts are full of it by chance
 */
export function secretNumber(name: string, minor: number): SecretNumber {
  const digits = Array.from(String(minor));
  const split = "[.,' _\\u00a0\\u202f]?";
  const cents = digits.slice(-2).join(split);
  const major = digits.slice(0, -2).join(split);
  const pattern = new RegExp(`(?<!\\d)${major}(${split}${cents})?(?!\\d)`);
  const written = [zigzag(minor), doubleOf(minor), doubleOf(minor / 100)];
  const isIn = (text: string) => pattern.test(text);
  return {
    name,
    isIn,
    isInBytes: (bytes) =>
      written.some((one) => bytes.includes(one)) || isIn(bytes.toString('latin1')),
  };
}

/** As Avro writes a long. */
function zigzag(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value * 2;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return Buffer.from([...bytes, rest]);
}

function doubleOf(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return bytes;
}
