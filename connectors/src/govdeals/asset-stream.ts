/**
 * One pass over the site as lines `{"asset": …, "bidBox": …}`, both parts as the site wrote them.
 * Bid boxes are asked where they tell something: bids have changed, or a lot has vanished. A lot that
 * vanished is passed on once more with its final status, and only then left to close by absence.
 */
import { FeedError } from '../connector.ts';
import { heldShareMin } from '../snapshots.ts';
import type { FeedMemory } from '../connector.ts';
import { cellOf } from '../json/cells.ts';
import type { JsonObject } from '../json/json-reader.ts';
import { bidBox, detail } from './client.ts';
import type { GovdealsAccess } from './client.ts';
import { sweep } from './sweep.ts';
import type { Page, Row } from './sweep.ts';
import { cursorOf, watchOf } from './watch.ts';
import type { Watch } from './watch.ts';

interface Known {
  /** Search row, or detail. */
  readonly asset: Buffer;
  /** Undefined: not asked yet, or not known there. */
  readonly box: Buffer | undefined;
  /** Price of the search row when the box was asked. */
  readonly atBid: string;
}
/** What was learnt in earlier polls of this process; may be lost without harm. */
export type BidBoxes = Map<string, Known>;

export interface AssetStreamOptions {
  readonly access: GovdealsAccess;
  readonly boxes: BidBoxes;
  readonly boxesPerPoll: number;
  readonly memory: FeedMemory;
  /** Epoch ms. */
  readonly startedAt: number;
}

/** A status that was not set by then is stale (feeds.md section 7: STA ten days after the end). */
const settledWithinMs = 3_600_000;
const finalStatuses: ReadonlySet<string> = new Set(['SOA', 'RNM', 'CNB']);

export class AssetStream {
  readonly #options: AssetStreamOptions;
  readonly #before: Watch;
  readonly #open = new Map<string, number>();
  #asked = 0;
  #isWhole = false;

  constructor(options: AssetStreamOptions) {
    this.#options = options;
    this.#before = watchOf(options.memory.cursor);
  }

  /** A pass that broke off forgets nobody. */
  get cursor(): string {
    return cursorOf(this.#isWhole ? this.#open : new Map([...this.#before, ...this.#open]));
  }

  /** @throws FeedError as `sweep`, and PARTLY_ASKED or PAGES_INCOMPLETE while lots that vanished are not all asked */
  async *bytes(first: Page, signal: AbortSignal): AsyncGenerator<Buffer> {
    for await (const row of sweep(this.#options.access, first, signal)) {
      // A row without an id cannot be asked about.
      if (!row.id.startsWith('?')) this.#open.set(row.id, Number.isNaN(row.endAt) ? 0 : row.endAt);
      const box = await this.#boxOf(row, signal);
      this.#options.boxes.set(row.id, { asset: row.bytes, box, atBid: row.currentBid });
      yield line(row.bytes, box);
    }
    for (const [id, endAt] of this.#before) {
      if (this.#open.has(id)) continue;
      const found = await this.#vanished(id, endAt, signal);
      if (found) yield found;
    }
    this.#isWhole = true;
  }

  /** The box of before where the price has not moved since; undefined when none was asked. */
  async #boxOf(row: Row, signal: AbortSignal): Promise<Buffer | undefined> {
    const { access, boxes, boxesPerPoll } = this.#options;
    const known = boxes.get(row.id);
    if (known?.box && known.atBid === row.currentBid) return known.box;
    // Half is kept for lots that vanished: without their word the file is never whole.
    if (this.#asked >= boxesPerPoll / 2 || row.id.startsWith('?')) return known?.box;
    this.#asked += 1;
    const answer = await bidBox(access, row.id, signal);
    return answer.ok && answer.status !== 204 ? answer.body : known?.box;
  }

  /** @returns the lot's line, when the site still knows something of it that must be told */
  async #vanished(id: string, endAt: number, signal: AbortSignal): Promise<Buffer | undefined> {
    const { access, boxes, boxesPerPoll, startedAt } = this.#options;
    if (this.#asked >= boxesPerPoll) {
      // Some go in every poll; many at once are a fault until each has been asked about.
      const gone = [...this.#before.keys()].filter((each) => !this.#open.has(each)).length;
      const code = gone < this.#before.size * heldShareMin ? 'PARTLY_ASKED' : 'PAGES_INCOMPLETE';
      throw new FeedError(code, 'lots that vanished are not all asked about yet');
    }
    this.#asked += 1;
    const answer = await bidBox(access, id, signal);
    if (!answer.ok && answer.status !== 404) {
      throw new FeedError('PAGE_FAILED', `bid box of a lot that vanished: ${answer.reason}`);
    }
    if (!answer.ok || answer.status === 204) {
      boxes.delete(id);
      return undefined;
    }
    const status = statusOf(answer.body);
    const isSettled = finalStatuses.has(status);
    if (!isSettled && endAt > 0 && startedAt > endAt + settledWithinMs) {
      boxes.delete(id);
      return undefined;
    }
    // Told for the last time; the next pass does not watch it any more.
    if (!isSettled) this.#open.set(id, endAt);
    const asset = boxes.get(id)?.asset ?? (await this.#detail(id, signal));
    if (isSettled) boxes.delete(id);
    return line(asset, answer.body);
  }

  async #detail(id: string, signal: AbortSignal): Promise<Buffer> {
    const answer = await detail(this.#options.access, id, signal);
    if (!answer.ok) throw new FeedError('PAGE_FAILED', `detail of a lot: ${answer.reason}`);
    return answer.body;
  }
}

function statusOf(body: Buffer): string {
  try {
    const box = JSON.parse(body.toString('utf8')) as JsonObject;
    return cellOf(box['assetStatusCd']);
  } catch {
    throw new FeedError('PAGE_FAILED', 'a bid box is no JSON');
  }
}

const opening = Buffer.from('{"asset":');
const middle = Buffer.from(',"bidBox":');
const nothing = Buffer.from('null');
const closing = Buffer.from('}\n');

const line = (asset: Buffer, box: Buffer | undefined): Buffer =>
  Buffer.concat([opening, asset, middle, box ?? nothing, closing]);
