/** The token that whoever calls the internal port must show. */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export const tokenHeader = 'x-auction-token';

export interface Refusal {
  readonly status: number;
  readonly error: string;
}

/** @returns why the caller is turned away; undefined when the token is right */
export function tokenRefusal(request: IncomingMessage, token: string): Refusal | undefined {
  if (isToken(request.headers[tokenHeader], token)) return undefined;
  return { status: 401, error: `TOKEN: the header ${tokenHeader} is missing or wrong` };
}

function isToken(given: string | string[] | undefined, token: string): boolean {
  if (typeof given !== 'string' || given.length !== token.length) return false;
  return timingSafeEqual(Buffer.from(given), Buffer.from(token));
}
