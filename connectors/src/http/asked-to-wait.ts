/** The one place where a site's wish to be left alone is read and kept, whichever of its calls has met it. */
import type { IncomingMessage } from 'node:http';
import type { HttpRefusal } from './exchange.ts';
import type { RateLimit } from './rate-limit.ts';

/** Longest wait a site may ask for; a longer one is a mistake of its. */
const retryAfterMaxMs = 3_600_000;

/** Retry-After is either seconds or a date (RFC 9110 section 10.2.3); ms, capped. */
export function retryAfterMs(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  const waitMs = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isNaN(waitMs) ? null : Math.min(Math.max(waitMs, 0), retryAfterMaxMs);
}

/**
 * What an answer asks us to wait; the site's other calls are held as long.
 * @param now epoch ms
 */
export function waitAskedFor(
  response: IncomingMessage,
  now: number,
  rate: RateLimit | undefined,
): number | null {
  const waitMs = retryAfterMs(response.headers['retry-after'], now);
  if (waitMs !== null) rate?.hold(waitMs);
  return waitMs;
}

/** Why the site is not asked at all now; undefined: it may be. */
export function heldRefusal(
  rate: RateLimit | undefined,
): (HttpRefusal & { readonly heldMs: number }) | undefined {
  const heldMs = rate?.heldMs ?? 0;
  if (heldMs === 0) return undefined;
  const text = 'the site has asked to be left alone, and is not asked';
  return { ok: false, code: 'THROTTLED', text, heldMs };
}
