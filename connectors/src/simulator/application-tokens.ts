/** Application tokens by client credentials; each is good for two hours of the market's time. */
import type { ApiAnswer, ApiRequest } from './api-simulator.ts';

const expiresSeconds = 7_200;
export const tokenMark = 'invented-application-token';

export class Tokens {
  readonly #basic: string;
  #endsAt = new Map<string, number>();

  constructor({ clientId, clientSecret }: { clientId: string; clientSecret: string }) {
    this.#basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
  }

  answer({ method, headers, body, at, number }: ApiRequest): ApiAnswer {
    if (headers.authorization !== this.#basic) {
      const error = { error: 'invalid_client', error_description: 'client authentication failed' };
      return { status: 401, body: JSON.stringify(error), isKeyRight: false };
    }
    const form = new URLSearchParams(body);
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

  isValid(authorization: string | undefined, at: number): boolean {
    return at < (this.#endsAt.get(authorization?.replace(/^Bearer /, '') ?? '') ?? 0);
  }

  /** All of them end at once. */
  forget(): void {
    this.#endsAt = new Map();
  }
}
