/** Talks to eBay's Browse API: a token of our own first, and every call out of the day's budget. */
import { FeedError } from '../connector.ts';
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

/** A token is renewed this long before it ends. */
const renewBeforeMs = 60_000;
const scope = 'https://api.ebay.com/oauth/api_scope';
const tooManyCalls = '"errorId":2001';

export type Refused = Extract<Answer, { ok: false }>;
type Token = { readonly ok: true; readonly text: string } | Refused;

export class EbayClient {
  readonly access: EbayAccess;
  #token = '';
  #renewAt = -Infinity;

  constructor(access: EbayAccess) {
    this.access = access;
  }

  /**
   * One call of the API, with a new token when the old one was refused.
   * @param path below the base URL, with its query
   * @throws FeedError BUDGET_SPENT, and the signal's reason when it is aborted
   */
  async call(path: string, signal: AbortSignal): Promise<Answer> {
    const first = await this.#once(path, signal);
    if (first.ok || first.status !== 401) return this.#counted(first);
    this.#renewAt = -Infinity;
    return this.#counted(await this.#once(path, signal));
  }

  async #once(path: string, signal: AbortSignal): Promise<Answer> {
    const { baseUrl, marketplaceId, limits, rate, budget, now } = this.access;
    if (budget.waitMs > 0) throw spent();
    const token = await this.#currentToken(signal);
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

  async #currentToken(signal: AbortSignal): Promise<Token> {
    const { baseUrl, clientId, clientSecret, limits, rate, now } = this.access;
    const at = now();
    if (at < this.#renewAt) return { ok: true, text: this.#token };
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
    const form = new URLSearchParams({ grant_type: 'client_credentials', scope });
    const answer = await ask(
      {
        url: new URL('identity/v1/oauth2/token', baseUrl.replace(/\/*$/, '/')),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        credentials: { query: {}, headers: { authorization: `Basic ${basic}` } },
        ...{ method: 'POST', body: form.toString(), limits, rate, now },
      },
      signal,
    );
    if (!answer.ok) return answer;
    const read = tokenIn(answer.body);
    if (read === undefined) {
      const reason = 'BAD_TOKEN: the answer to our credentials holds no token';
      return { ...answer, ok: false, reason, retryAfterMs: null };
    }
    this.#token = read.text;
    this.#renewAt = at + read.expiresMs - renewBeforeMs;
    return { ok: true, text: read.text };
  }
}

const spent = (): FeedError => new FeedError('BUDGET_SPENT', "today's calls are spent");

export function tokenIn(body: Buffer): { text: string; expiresMs: number } | undefined {
  const answer = jsonIn(body) as { access_token?: unknown; expires_in?: unknown } | undefined;
  const { access_token: text, expires_in: seconds } = answer ?? {};
  if (typeof text !== 'string' || text === '' || typeof seconds !== 'number') return undefined;
  return { text, expiresMs: seconds * 1_000 };
}

/** @returns undefined for what is no JSON object */
export function jsonIn(body: Buffer): object | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
