/**
 * Bids as the gateway takes and answers them, see `POST /api/lots/:id/bids` in its API document.
 * Amounts in minor units of the lot's currency.
 */
import { inject, Injectable } from '@angular/core';
import { Rest } from '../api/rest.ts';

export interface Bid {
  /** FLAT: this amount and no more; PROXY: raised for the bidder up to it. */
  readonly kind: 'FLAT' | 'PROXY';
  readonly amount: number;
  readonly currency: string;
  /** The amount once more, after the answer CONFIRM. */
  readonly confirmAmount?: number;
}

export interface Decision {
  readonly commandId: string;
  readonly outcome: 'ACCEPTED' | 'REJECTED';
  readonly position?: 'LEADING' | 'OUTBID';
  readonly reason?: string;
  readonly reasons?: readonly string[];
  /** Least acceptable next bid. */
  readonly ask?: number;
  readonly price?: number;
  readonly ownMax?: number;
  /** The lot's page at its site, for a lot that is sold there. */
  readonly link?: string;
}

/** A command that is not decided yet: it will be, once. */
export interface Pending {
  readonly commandId: string;
}

export function isDecided(answer: Decision | Pending): answer is Decision {
  return 'outcome' in answer;
}

/** The server waits 2 s for the outcome; a bad network may take longer. */
const WITHIN_MS = 10_000;

/** Sends commands of buyers. A key names one wish: sent again, it is still the same wish. */
@Injectable({ providedIn: 'root' })
export class Bidding {
  readonly #rest = inject(Rest);
  /** Of this tab; sequences of two tabs must not meet. */
  readonly #clientId = crypto.randomUUID();
  #sequence = 0;

  /** A key for a new wish: `<clientId>:<seq>`, rising. */
  newKey(): string {
    return `${this.#clientId}:${++this.#sequence}`;
  }

  /**
   * @param key the same one when the answer to it was lost
   * @throws RestError; with status null or 503 send the same key again
   */
  bid(lotId: string, bid: Bid, key: string): Promise<Decision | Pending> {
    return this.#rest.send('POST', `/api/lots/${encodeURIComponent(lotId)}/bids`, {
      body: bid,
      headers: { 'idempotency-key': key },
      withinMs: WITHIN_MS,
    });
  }

  /** Buys at the buy-now price; ends the sale. @param amount that price. @throws RestError */
  buyNow(lotId: string, amount: number): Promise<Decision | Pending> {
    return this.#rest.send('POST', `/api/lots/${encodeURIComponent(lotId)}/buy-now`, {
      body: { amount },
      headers: { 'idempotency-key': this.newKey() },
      withinMs: WITHIN_MS,
    });
  }

  /** Takes or leaves what the seller asks. @throws RestError */
  answerCounter(lotId: string, answer: 'accept' | 'decline'): Promise<Decision | Pending> {
    return this.#rest.send('POST', `/api/lots/${encodeURIComponent(lotId)}/counter/${answer}`, {
      headers: { 'idempotency-key': this.newKey() },
      withinMs: WITHIN_MS,
    });
  }
}
