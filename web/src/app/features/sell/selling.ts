import { inject, Injectable } from '@angular/core';
import type {
  ChangeLotBody,
  LotDecision,
  LotUndecided,
  NewLotBody,
  PhotoDecision,
  SaleList,
} from '@auction/gateway/contract';
import { Rest, RestError } from '../../api/rest.ts';
import { WishKeys } from '../../bids/wish-keys.ts';

const LOTS = '/api/sell/lots';
/** Eight megabytes over a phone's network. */
const UPLOAD_WITHIN_MS = 120_000;
/** The server waits 2 s for the outcome; a bad network may take longer. */
const WITHIN_MS = 15_000;

export type Told = LotDecision | LotUndecided;
export type Verb = 'publish' | 'withdraw' | 'approve' | 'reject' | 'counter' | 'relist';

export const lotPath = (lotId: string): string => `${LOTS}/${encodeURIComponent(lotId)}`;

/** Sends what sellers wish. One wish has one key: when its answer is lost it is sent once more. */
@Injectable({ providedIn: 'root' })
export class Selling {
  readonly #rest = inject(Rest);
  readonly #keys = inject(WishKeys);

  /** @throws RestError; an AbortError when `signal` says so */
  list(signal: AbortSignal): Promise<SaleList> {
    return this.#rest.get<SaleList>(LOTS, {}, signal);
  }

  /** Makes a draft. @throws RestError */
  make(body: NewLotBody): Promise<Told> {
    return this.#wish('POST', LOTS, body);
  }

  /** @throws RestError */
  change(lotId: string, body: ChangeLotBody): Promise<Told> {
    return this.#wish('PATCH', lotPath(lotId), body);
  }

  /** @throws RestError */
  command(lotId: string, verb: Verb, body?: object): Promise<Told> {
    return this.#wish('POST', `${lotPath(lotId)}/${verb}`, body);
  }

  /** @throws RestError */
  addPhoto(lotId: string, file: Blob, name: string): Promise<PhotoDecision | LotUndecided> {
    const body = new FormData();
    body.append('file', file, name);
    return this.#rest.send('POST', `${lotPath(lotId)}/photos`, {
      body,
      headers: { 'idempotency-key': this.#keys.next() },
      withinMs: UPLOAD_WITHIN_MS,
    });
  }

  /** @param address of a photo uploaded here. @throws RestError */
  removePhoto(lotId: string, address: string): Promise<PhotoDecision | LotUndecided> {
    const name = address.split('/').pop() ?? '';
    return this.#rest.send('DELETE', `${lotPath(lotId)}/photos/${name}`, {
      headers: { 'idempotency-key': this.#keys.next() },
    });
  }

  async #wish(method: 'POST' | 'PATCH', path: string, body: object | undefined): Promise<Told> {
    const headers = { 'idempotency-key': this.#keys.next() };
    const given = { headers, withinMs: WITHIN_MS, ...(body === undefined ? {} : { body }) };
    try {
      return await this.#rest.send<Told>(method, path, given);
    } catch (error) {
      if (!(error instanceof RestError) || error.status !== null) throw error;
      return this.#rest.send<Told>(method, path, given);
    }
  }
}
