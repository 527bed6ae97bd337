/** An application's own token by client credentials (RFC 6749 section 4.4), renewed before it ends. */
import { ask } from './ask.ts';
import type { Answer } from './ask.ts';
import type { HttpLimits } from './exchange.ts';
import type { RateLimit } from './rate-limit.ts';

export interface TokenAccess {
  readonly url: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  /** As the site wants it; undefined: none is sent. */
  readonly scope?: string;
  readonly limits: HttpLimits;
  readonly rate: RateLimit;
  /** Epoch ms. */
  readonly now: () => number;
}

export type Refused = Extract<Answer, { ok: false }>;
export type Token = { readonly ok: true; readonly text: string } | Refused;

/** A token is renewed this long before it ends. */
const renewBeforeMs = 60_000;

export class ApplicationToken {
  readonly #access: TokenAccess;
  #text = '';
  #renewAt = -Infinity;

  constructor(access: TokenAccess) {
    this.#access = access;
  }

  /** The site does not take it any more: the next one is asked for anew. */
  forget(): void {
    this.#renewAt = -Infinity;
  }

  /** @throws the signal's reason when it is aborted */
  async current(signal: AbortSignal): Promise<Token> {
    const { url, clientId, clientSecret, scope, limits, rate, now } = this.#access;
    const at = now();
    if (at < this.#renewAt) return { ok: true, text: this.#text };
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
    const wanted = scope === undefined ? {} : { scope };
    const form = new URLSearchParams({ grant_type: 'client_credentials', ...wanted });
    const answer = await ask(
      {
        url,
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
    this.#text = read.text;
    this.#renewAt = at + read.expiresMs - renewBeforeMs;
    return { ok: true, text: read.text };
  }
}

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
