/**
 * Password hashes: argon2id, 19 MiB, two passes, one lane (OWASP password storage). Node's own, on
 * its four worker threads, which also serve files and DNS: two at a time, the others wait, and when
 * too many wait the answer is 503.
 */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Refusal } from '../http/problem.ts';
import { passwordForm } from './password-rules.ts';
import { Turns } from './turns.ts';

const derive = promisify(argon2);
const memoryKiB = 19_456;
const passes = 2;
const parallelism = 1;
const hashBytes = 32;
const saltBytes = 16;
const atOnce = 2;
const waitingMax = 64;

const unpadded = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');

export class Passwords {
  readonly #turns = new Turns(atOnce, waitingMax);
  /** Nobody's: what an unknown address is checked against, so that it takes as long as a known one. */
  readonly #dummy: Promise<string>;

  constructor() {
    this.#dummy = this.hash(randomBytes(saltBytes).toString('hex'));
    this.#dummy.catch(() => undefined); // reported where it is awaited
  }

  /** @returns PHC string @throws Refusal OVERLOADED */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(saltBytes);
    const hash = await this.#derive(password, salt);
    return `$argon2id$v=19$m=${memoryKiB},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(hash)}`;
  }

  /**
   * @param stored PHC string; undefined: no such account, which takes the same time and is false
   * @throws Refusal OVERLOADED
   */
  async isRight(stored: string | undefined, password: string): Promise<boolean> {
    const [, , , , salt = '', hash = ''] = (stored ?? (await this.#dummy)).split('$');
    const derived = await this.#derive(password, Buffer.from(salt, 'base64'));
    const isSame = timingSafeEqual(derived, Buffer.from(hash, 'base64'));
    return isSame && stored !== undefined;
  }

  async #derive(password: string, salt: Buffer): Promise<Buffer> {
    const message = passwordForm(password);
    const options = { message, nonce: salt, parallelism, tagLength: hashBytes };
    const derived = await this.#turns.take(() =>
      derive('argon2id', { ...options, memory: memoryKiB, passes }),
    );
    if (derived) return derived;
    const detail = 'too many are signing in at this moment; try again';
    throw new Refusal('OVERLOADED', detail, { retryAfterMs: 2_000 });
  }
}
