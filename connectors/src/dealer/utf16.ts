/** UTF-16 on its way to UTF-8; both byte orders, by their mark or by where the zeros of ASCII stand. */
import { TextDecoder } from 'node:util';
export class Utf16 {
  readonly #decoder: TextDecoder;

  private constructor(label: 'utf-16le' | 'utf-16be') {
    this.#decoder = new TextDecoder(label, { fatal: true });
  }

  /** @param head first bytes of a file @returns undefined for other encodings */
  static of(head: Buffer): Utf16 | undefined {
    const [one = 1, other = 1] = head;
    if ((one === 0xff && other === 0xfe) || (one !== 0 && other === 0))
      return new Utf16('utf-16le');
    if ((one === 0xfe && other === 0xff) || (one === 0 && other !== 0))
      return new Utf16('utf-16be');
    return undefined;
  }

  /** @returns undefined for bytes that are no UTF-16 */
  toUtf8(chunk: Buffer): Buffer | undefined {
    try {
      return Buffer.from(this.#decoder.decode(chunk, { stream: true }));
    } catch {
      return undefined;
    }
  }
}
