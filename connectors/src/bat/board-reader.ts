/** Reads a saved board page: the whole live board stands in one script variable of it. */
import type { FeedReader, FeedRecord, HeaderState } from '../connector.ts';
import { JsonReader } from '../json/json-reader.ts';
import { batShape } from './to-raw-listing.ts';

const variable = 'auctionsCurrentInitialData';
const openBrace = 0x7b;
const closeBrace = 0x7d;
const noBoard = `NO_BOARD: the page has no variable ${variable}`;

type Stage = 'BEFORE' | 'ASSIGNED' | 'INSIDE' | 'AFTER';

/** Of a page; an answer in JSON (the completed auctions) is read as it is. */
export class BoardReader implements FeedReader {
  readonly #json = new JsonReader(batShape);
  #stage: Stage = 'BEFORE';
  #isPage: boolean | undefined;
  /** What may be the beginning of the variable's name, cut by a chunk's end. */
  #tail: Buffer = Buffer.alloc(0);
  #isEnded = false;

  get header(): HeaderState {
    const isMissing = this.#isEnded && this.#isPage === true && this.#stage !== 'INSIDE';
    if (isMissing && this.#stage !== 'AFTER') return { kind: 'REFUSED', reason: noBoard };
    return this.#json.header;
  }

  /** Whether the variable's value is whole: what the page says after it is not ours. */
  get lastLineEnded(): boolean {
    return this.#isPage === true ? this.#stage === 'AFTER' : this.#json.lastLineEnded;
  }

  get newestUpdateAt(): number | null {
    return this.#json.newestUpdateAt;
  }

  *read(chunk: Buffer): Generator<FeedRecord> {
    if (this.#isPage === undefined) {
      const first = /\S/.exec(chunk.toString('latin1'))?.[0];
      if (first === undefined) return;
      this.#isPage = first === '<';
    }
    if (!this.#isPage) {
      yield* this.#json.read(chunk);
      return;
    }
    const rest = this.#stage === 'INSIDE' ? chunk : this.#fromValue(chunk);
    if (rest !== undefined) yield* this.#value(rest);
  }

  *end(openLine: 'READ' | 'DISCARD'): Generator<FeedRecord> {
    this.#isEnded = true;
    yield* this.#json.end(this.#stage === 'AFTER' ? 'DISCARD' : openLine);
  }

  /** @returns the chunk from the value's opening brace on; undefined while there is none */
  #fromValue(chunk: Buffer): Buffer | undefined {
    if (this.#stage === 'AFTER') return undefined;
    const text = Buffer.concat([this.#tail, chunk]);
    let from = 0;
    if (this.#stage === 'BEFORE') {
      const at = text.indexOf(`${variable} =`);
      if (at < 0) {
        this.#tail = Buffer.from(text.subarray(-variable.length - 2));
        return undefined;
      }
      this.#stage = 'ASSIGNED';
      from = at;
    }
    this.#tail = Buffer.alloc(0);
    const brace = text.indexOf(openBrace, from);
    if (brace < 0) return undefined;
    this.#stage = 'INSIDE';
    return text.subarray(brace);
  }

  /** Up to the brace that closes the value. */
  *#value(bytes: Buffer): Generator<FeedRecord> {
    for (let from = 0; from < bytes.length;) {
      const brace = bytes.indexOf(closeBrace, from);
      const to = brace < 0 ? bytes.length : brace + 1;
      yield* this.#json.read(bytes.subarray(from, to));
      from = to;
      if (brace >= 0 && this.#json.lastLineEnded) {
        this.#stage = 'AFTER';
        return;
      }
    }
  }
}
