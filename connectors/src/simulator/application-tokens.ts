/** Tokens of applications and of buyers; each is good for two hours of the market's time. */
import type { ApiAnswer, ApiRequest } from './api-simulator.ts';

const expiresSeconds = 7_200;
const offerScope = '/buy.offer.auction';
export const tokenMark = 'invented-application-token';
/** Refresh tokens of made-up buyers begin with it; the rest names the buyer. */
export const buyerMark = 'invented-buyer-';

export class Tokens {
  readonly #basic: string;
  #endsAt = new Map<string, number>();
  readonly #buyers = new Map<string, string>();

  constructor({ clientId, clientSecret }: { clientId: string; clientSecret: string }) {
    this.#basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
  }

  answer({ method, headers, body, at, number }: ApiRequest): ApiAnswer {
    if (headers.authorization !== this.#basic) {
      const error = { error: 'invalid_client', error_description: 'client authentication failed' };
      return { status: 401, body: JSON.stringify(error), isKeyRight: false };
    }
    const form = new URLSearchParams(body);
    if (form.get('grant_type') === 'refresh_token') return this.#ofBuyer(form, at, number);
    if (method !== 'POST' || form.get('grant_type') !== 'client_credentials') {
      return { status: 400, body: '{"error":"unsupported_grant_type"}' };
    }
    const token = `${tokenMark}-${number}`;
    this.#endsAt.set(token, at + expiresSeconds * 1_000);
    const granted = { access_token: token, expires_in: expiresSeconds };
    return {
      status: 200,
      body: JSON.stringify({ ...granted, token_type: 'Application Access Token' }),
    };
  }

  #ofBuyer(form: URLSearchParams, at: number, number: number): ApiAnswer {
    const refreshToken = form.get('refresh_token') ?? '';
    const scopes = (form.get('scope') ?? '').split(' ');
    if (!refreshToken.startsWith(buyerMark) || !scopes.some((one) => one.endsWith(offerScope))) {
      return { status: 400, body: '{"error":"invalid_grant"}', isKeyRight: false };
    }
    const token = `invented-user-token-${number}`;
    this.#endsAt.set(token, at + expiresSeconds * 1_000);
    this.#buyers.set(token, refreshToken.slice(buyerMark.length));
    const granted = { access_token: token, expires_in: expiresSeconds };
    return { status: 200, body: JSON.stringify({ ...granted, token_type: 'User Access Token' }) };
  }

  /** @returns undefined for a token of nobody, of an application, or one that has ended */
  buyerOf(authorization: string | undefined, at: number): string | undefined {
    if (!this.isValid(authorization, at)) return undefined;
    return this.#buyers.get(authorization?.replace(/^Bearer /, '') ?? '');
  }

  isValid(authorization: string | undefined, at: number): boolean {
    return at < (this.#endsAt.get(authorization?.replace(/^Bearer /, '') ?? '') ?? 0);
  }

  /** All of them end at once. */
  forget(): void {
    this.#endsAt = new Map();
  }
}
