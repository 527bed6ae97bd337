/**
 * Access tokens of buyers, each good for two hours, from the refresh token an organisation gave us.
 * They live in memory only.
 */
import { hash } from 'node:crypto';
import { ask } from '../http/ask.ts';
import type { HttpLimits } from '../http/exchange.ts';
import type { RateLimit } from '../http/rate-limit.ts';
import { tokenIn } from '../http/application-token.ts';
import type { EbayAccess, Refused } from './client.ts';

export interface OfferAccess extends Pick<
  EbayAccess,
  'baseUrl' | 'clientId' | 'clientSecret' | 'marketplaceId' | 'now'
> {
  /** Of a bid: shorter than those of a feed. */
  readonly limits: HttpLimits;
  /** Its own, so that no poll keeps a bid waiting. */
  readonly rate: RateLimit;
}

const scope = 'https://api.ebay.com/oauth/api_scope/buy.offer.auction';
const renewBeforeMs = 60_000;
/** Buyers whose tokens are kept; the oldest leaves. */
const keptMax = 1_000;

type Granted = { readonly ok: true; readonly text: string } | Refused;
interface Kept {
  readonly text: string;
  readonly renewAt: number;
}

export class UserTokens {
  readonly #access: OfferAccess;
  readonly #kept = new Map<string, Kept>();

  constructor(access: OfferAccess) {
    this.#access = access;
  }

  forget(refreshToken: string): void {
    this.#kept.delete(nameOf(refreshToken));
  }

  /** @returns a failed answer whose reason begins with TOKEN_REFUSED when eBay does not know the buyer */
  async current(refreshToken: string, signal: AbortSignal): Promise<Granted> {
    const kept = this.#kept.get(nameOf(refreshToken));
    if (kept && this.#access.now() < kept.renewAt) return { ok: true, text: kept.text };
    return this.#renew(refreshToken, signal);
  }

  async #renew(refreshToken: string, signal: AbortSignal): Promise<Granted> {
    const { baseUrl, clientId, clientSecret, limits, rate, now } = this.#access;
    const at = now();
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
    const grant = { grant_type: 'refresh_token', refresh_token: refreshToken, scope };
    const answer = await ask(
      {
        url: new URL('identity/v1/oauth2/token', baseUrl.replace(/\/*$/, '/')),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        credentials: { query: {}, headers: { authorization: `Basic ${basic}` } },
        ...{ method: 'POST', body: new URLSearchParams(grant).toString(), limits, rate, now },
      },
      signal,
    );
    if (!answer.ok) {
      const isRefused = answer.status === 400 || answer.status === 401;
      return isRefused ? { ...answer, reason: `TOKEN_REFUSED: ${answer.reason}` } : answer;
    }
    const read = tokenIn(answer.body);
    if (!read) {
      const reason = 'BAD_TOKEN: the answer holds no token';
      return { ok: false, status: 0, reason, retryAfterMs: null, body: Buffer.alloc(0) };
    }
    const oldest = this.#kept.keys().next();
    if (this.#kept.size >= keptMax && !oldest.done) this.#kept.delete(oldest.value);
    this.#kept.set(nameOf(refreshToken), {
      text: read.text,
      renewAt: at + read.expiresMs - renewBeforeMs,
    });
    return { ok: true, text: read.text };
  }
}

const nameOf = (token: string): string => hash('sha256', token, 'hex');
