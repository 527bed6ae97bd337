/** Commands of buyers, as `POST /api/lots/:id/bids` and its neighbours take them. */
import { inject, Injectable } from '@angular/core';
import type { BidBody, Decision, LiveEvent, Undecided } from '@auction/gateway/contract';
import { Rest } from '../api/rest.ts';
import { WishKeys } from './wish-keys.ts';

export function isDecided<D extends Decision>(answer: D | Undecided): answer is D {
  return 'outcome' in answer;
}

/** The answer to a command, as the event lane brings it; null: the event is none. */
export function decisionIn({ kind, data }: LiveEvent): Decision | null {
  // The gateway is ours: the fields are those of the REST answer.
  return kind === 'bid' ? (data as unknown as Decision) : null;
}

/** The server waits 2 s for the outcome; a bad network may take longer. */
const WITHIN_MS = 10_000;

/** Sends commands of buyers. A key names one wish: sent again, it is still the same wish. */
@Injectable({ providedIn: 'root' })
export class Bidding {
  readonly #rest = inject(Rest);
  readonly #keys = inject(WishKeys);

  /** A key for a new wish: `<clientId>:<seq>`, rising. */
  newKey(): string {
    return this.#keys.next();
  }

  /**
   * @param key the same one when the answer to it was lost
   * @throws RestError; with status null or 503 send the same key again
   */
  bid(lotId: string, bid: BidBody, key: string): Promise<Decision | Undecided> {
    return this.#rest.send('POST', `/api/lots/${encodeURIComponent(lotId)}/bids`, {
      body: bid,
      headers: { 'idempotency-key': key },
      withinMs: WITHIN_MS,
    });
  }

  /** Buys at the buy-now price; ends the sale. @param amount that price. @throws RestError */
  buyNow(lotId: string, amount: number): Promise<Decision | Undecided> {
    return this.#rest.send('POST', `/api/lots/${encodeURIComponent(lotId)}/buy-now`, {
      body: { amount },
      headers: { 'idempotency-key': this.newKey() },
      withinMs: WITHIN_MS,
    });
  }

  /** Takes or leaves what the seller asks. @throws RestError */
  answerCounter(lotId: string, answer: 'accept' | 'decline'): Promise<Decision | Undecided> {
    return this.#rest.send('POST', `/api/lots/${encodeURIComponent(lotId)}/counter/${answer}`, {
      headers: { 'idempotency-key': this.newKey() },
      withinMs: WITHIN_MS,
    });
  }
}
