/** Talks to Manheim's API with an application token of our own (feeds.md section 10). */
import { ApplicationToken } from '../http/application-token.ts';
import { ask } from '../http/ask.ts';
import type { Answer } from '../http/ask.ts';
import type { HttpLimits } from '../http/exchange.ts';
import type { RateLimit } from '../http/rate-limit.ts';

export interface ManheimAccess {
  /** https://api.manheim.com, or wherever the same format is served. */
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly limits: HttpLimits;
  readonly rate: RateLimit;
  /** Epoch ms. */
  readonly now: () => number;
}

export class ManheimClient {
  readonly access: ManheimAccess;
  readonly #token: ApplicationToken;

  constructor(access: ManheimAccess) {
    this.access = access;
    const url = new URL('oauth2/token', slashed(access.baseUrl));
    this.#token = new ApplicationToken({ ...access, url });
  }

  /** Address below the base URL; the token is sent to no other host. */
  at(path: string): URL {
    return new URL(path, slashed(this.access.baseUrl));
  }

  /**
   * One call, with a new token when the old one was refused.
   * @param body becomes JSON and makes it a POST
   * @throws the signal's reason when it is aborted
   */
  async call(url: URL, signal: AbortSignal, body?: object): Promise<Answer> {
    const first = await this.#once(url, signal, body);
    if (first.ok || first.status !== 401) return first;
    this.#token.forget();
    return this.#once(url, signal, body);
  }

  async #once(url: URL, signal: AbortSignal, body?: object): Promise<Answer> {
    const { limits, rate, now } = this.access;
    const token = await this.#token.current(signal);
    if (!token.ok) return token;
    const content =
      body === undefined
        ? { headers: { accept: 'application/json' } }
        : {
            method: 'POST' as const,
            body: JSON.stringify(body),
            headers: { accept: 'application/json', 'content-type': 'application/json' },
          };
    return ask(
      {
        url,
        ...content,
        credentials: { query: {}, headers: { authorization: `Bearer ${token.text}` } },
        ...{ limits, rate, now },
      },
      signal,
    );
  }
}

const slashed = (base: string): string => base.replace(/\/*$/, '/');
