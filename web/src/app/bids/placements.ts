/** Bids on lots of other sites: placed from here where the site has an API, by people elsewhere. */
import { inject, Injectable } from '@angular/core';
import type {
  Assistance,
  PlacementList,
  PlacementRefused,
  PlacementTaken,
} from '@auction/gateway/contract';
import { Rest } from '../api/rest.ts';

/** The server waits 2 s for the placer. */
const WITHIN_MS = 10_000;

const of = (lotId: string): string => `/api/lots/${encodeURIComponent(lotId)}`;

export type Report = { readonly maxAmount: number } | { readonly result: 'WON' | 'LOST' };

export const isRefused = (answer: object): answer is PlacementRefused => 'outcome' in answer;

@Injectable({ providedIn: 'root' })
export class Placements {
  readonly #rest = inject(Rest);

  /** @throws RestError; an AbortError when `signal` says so */
  list(signal: AbortSignal): Promise<PlacementList> {
    return this.#rest.get<PlacementList>('/api/placements', {}, signal);
  }

  /**
   * Has a maximum placed at the lot's site.
   * @param key the same one when the answer to it was lost. @throws RestError
   */
  place(
    lotId: string,
    body: { readonly maxAmount: number; readonly currency: string },
    key: string,
  ): Promise<PlacementTaken | PlacementRefused> {
    const headers = { 'idempotency-key': key };
    return this.#rest.send('POST', `${of(lotId)}/placements`, {
      ...{ body, headers, withinMs: WITHIN_MS },
    });
  }

  /** Asks for the lot's page, to bid there. @throws RestError */
  assist(lotId: string, maxAmount: number | null): Promise<Assistance | PlacementRefused> {
    const body = maxAmount === null ? {} : { maxAmount };
    return this.#rest.send('POST', `${of(lotId)}/assist`, { body, withinMs: WITHIN_MS });
  }

  /** Says what was bid there, or how it ended. @throws RestError */
  report(lotId: string, body: Report): Promise<PlacementTaken | PlacementRefused> {
    return this.#rest.send('POST', `${of(lotId)}/assist/report`, { body, withinMs: WITHIN_MS });
  }
}
