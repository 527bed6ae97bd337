/** Talks to eBay's Browse API: a token of our own first, and every call out of the day's budget. */
import { FeedError } from '../connector.ts';
import { ApplicationToken } from '../http/application-token.ts';
import { ask } from '../http/ask.ts';
import type { Answer } from '../http/ask.ts';
import type { HttpLimits } from '../http/exchange.ts';
import type { DailyBudget, RateLimit } from '../http/rate-limit.ts';

export interface EbayAccess {
  /** https://api.ebay.com, or wherever the same format is served. */
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** EBAY_US, EBAY_DE, …: decides language and currency. */
  readonly marketplaceId: string;
  /** ISO 4217, in which prices are asked for. */
  readonly currency: string;
  /** 6001: cars and trucks. */
  readonly categoryIds: readonly string[];
  /** Most items one query can show: 10,000 (feeds.md section 8). */
  readonly queryItemsMax: number;
  /** Most items asked for their details in one poll. */
  readonly detailsPerPoll: number;
  readonly limits: HttpLimits;
  readonly rate: RateLimit;
  /** Shared by search and item. */
  readonly budget: DailyBudget;
  /** Epoch ms. */
  readonly now: () => number;
}

const scope = 'https://api.ebay.com/oauth/api_scope';
const tooManyCalls = '"errorId":2001';

export type { Refused } from '../http/application-token.ts';

export class EbayClient {
  readonly access: EbayAccess;
  readonly #token: ApplicationToken;

  constructor(access: EbayAccess) {
    this.access = access;
    const url = new URL('identity/v1/oauth2/token', access.baseUrl.replace(/\/*$/, '/'));
    this.#token = new ApplicationToken({ ...access, url, scope });
  }

  /**
   * One call of the API, with a new token when the old one was refused.
   * @param path below the base URL, with its query
   * @throws FeedError BUDGET_SPENT, and the signal's reason when it is aborted
   */
  async call(path: string, signal: AbortSignal): Promise<Answer> {
    const first = await this.#once(path, signal);
    if (first.ok || first.status !== 401) return this.#counted(first);
    this.#token.forget();
    return this.#counted(await this.#once(path, signal));
  }

  async #once(path: string, signal: AbortSignal): Promise<Answer> {
    const { baseUrl, marketplaceId, limits, rate, budget, now } = this.access;
    if (budget.waitMs > 0) throw spent();
    const token = await this.#token.current(signal);
    if (!token.ok) return token;
    if (!budget.spend()) throw spent();
    return ask(
      {
        url: new URL(path, baseUrl.replace(/\/*$/, '/')),
        headers: { accept: 'application/json', 'x-ebay-c-marketplace-id': marketplaceId },
        credentials: { query: {}, headers: { authorization: `Bearer ${token.text}` } },
        ...{ limits, rate, now },
      },
      signal,
    );
  }

  /** The site counts too, and others may use the same keys. */
  #counted(answer: Answer): Answer {
    if (answer.ok || answer.status !== 429) return answer;
    const text = answer.body.toString('utf8').replaceAll(/\s/g, '');
    if (!text.includes(tooManyCalls)) return answer;
    this.access.budget.exhaust();
    throw spent();
  }
}

const spent = (): FeedError => new FeedError('BUDGET_SPENT', "today's calls are spent");
