/** What the account routes work with. */
import type { FastifyRequest } from 'fastify';
import type { Postgres } from '../postgres.ts';
import { Refusal } from '../http/problem.ts';
import type { ApiTokens } from './api-tokens.ts';
import { emailAddress } from './email-address.ts';
import { weaknessOf, weaknessWords } from './password-rules.ts';
import type { Passwords } from './passwords.ts';
import type { SessionCookie } from './session-cookie.ts';
import type { Origin, Sessions } from './sessions.ts';
import type { Throttle } from './throttle-store.ts';

export interface AccountsWorld {
  readonly postgres: Postgres;
  readonly sessions: Sessions;
  readonly tokens: ApiTokens;
  readonly cookie: SessionCookie;
  readonly passwords: Passwords;
  readonly throttle: Throttle;
  /** Epoch ms. */
  readonly now: () => number;
}

/** Requests a minute from one address to routes that cost a hash or a mail. */
export const dearPerMinute = 30;
export const dear = { rateLimit: { max: dearPerMinute, timeWindow: 60_000 } } as const;

export const originOf = (request: FastifyRequest): Origin => ({
  address: request.ip,
  userAgent: request.headers['user-agent'] ?? null,
});

/** @throws Refusal BAD_REQUEST */
export function checkedAddress(text: string): string {
  const address = emailAddress(text);
  if (address !== undefined) return address;
  throw new Refusal('BAD_REQUEST', 'body email: is no e-mail address');
}

/** @throws Refusal WEAK_PASSWORD */
export function checkPassword(password: string, email: string): void {
  const weakness = weaknessOf(password, email);
  if (weakness) throw new Refusal('WEAK_PASSWORD', `body password: ${weaknessWords[weakness]}`);
}

export const linkNotGood = (): Refusal =>
  new Refusal('LINK_NOT_GOOD', 'the link was used, is too old, or a newer one was sent');

export const tooMany = (waitMs: number): Refusal =>
  new Refusal('TOO_MANY_REQUESTS', 'too many attempts; wait as long as retryAfterMs says', {
    retryAfterMs: waitMs,
  });
