/**
 * One polite GET of a feed file (feeds.md section 2, "HTTP manners"). Built on node:http rather than
 * fetch, which hides what the completeness gate needs: the announced length, a body that ends before
 * it, and the moments of connection and first byte.
 */
import type { IncomingMessage } from 'node:http';
import type { Fetched, FeedFile, Validators } from '../connector.ts';
import { heldRefusal, waitAskedFor } from './asked-to-wait.ts';
import { inflated } from './inflate.ts';
import { exchange } from './exchange.ts';
import type { HttpLimits, HttpRefusal } from './exchange.ts';
import { follow } from './redirects.ts';
import type { Credentials } from './redirects.ts';
import type { RateLimit } from './rate-limit.ts';
import { transferred } from './transfer.ts';

export interface FileRequest {
  /** Without credentials; may appear in logs. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly credentials: Credentials;
  /** Content types the file may come with; an answer without a type is taken. */
  readonly contentTypes: readonly string[];
  readonly limits: HttpLimits;
  /** Epoch ms. */
  readonly now: () => number;
  /** Waited for before every request, redirected ones included. */
  readonly rate?: RateLimit;
}

/** Clocks closer than this are taken as equal: the Date header has whole seconds. */
const clockToleranceMs = 5_000;
const redirectStatuses = [301, 302, 303, 307, 308];

/**
 * Asks for the file.
 * @param validators those of the file we have; nulls ask without conditions
 * @returns FILE with a body still to be read, NOT_MODIFIED, or UNAVAILABLE with one of the codes
 * BLOCKED, THROTTLED, SITE_DOWN, HTTP_STATUS, UNREACHABLE, CONNECT_TIMEOUT, FIRST_BYTE_TIMEOUT,
 * REDIRECT_LOOP, REDIRECT_REFUSED
 * @throws the signal's reason when it is aborted
 */
export async function fetchFile(
  request: FileRequest,
  validators: Validators,
  signal: AbortSignal,
): Promise<Fetched> {
  const headers = { ...request.headers, ...conditions(validators) };
  const startedAt = request.now();
  const held = heldRefusal(request.rate);
  if (held) return unavailable(held, held.heldMs);
  let hop = follow.first(request.url, request.credentials);
  for (;;) {
    await request.rate?.take(signal);
    const answer = await exchange(hop, headers, request.limits, signal);
    if (!answer.ok) return unavailable(answer, null);
    const { response } = answer;
    if (!redirectStatuses.includes(response.statusCode ?? 0)) {
      return answerOf(response, request, startedAt);
    }
    response.destroy();
    const next = await follow.next(hop, response.headers.location, request.limits.redirectMax);
    if (!next.ok) return unavailable(next, null);
    hop = next.hop;
  }
}

function answerOf(response: IncomingMessage, request: FileRequest, startedAt: number): Fetched {
  if (response.statusCode === 304) {
    response.resume();
    return { kind: 'NOT_MODIFIED' };
  }
  if (response.statusCode === 200) {
    return { kind: 'FILE', file: fileOf(response, request, startedAt) };
  }
  response.destroy();
  return unavailable(statusRefusal(response), waitAskedFor(response, request.now(), request.rate));
}

function fileOf(response: IncomingMessage, request: FileRequest, startedAt: number): FeedFile {
  const { limits } = request;
  const coding = response.headers['content-encoding'];
  const wire = transferred(response, limits);
  // A file may be a .gz of its own, under a content coding or without one.
  const decoded = coding === undefined ? wire : inflated(wire, limits.bytesMax);
  return {
    source: request.url.origin + request.url.pathname,
    observedAt: observedAt(response, startedAt, request.now()),
    validators: {
      etag: response.headers.etag ?? null,
      lastModified: response.headers['last-modified'] ?? null,
    },
    misfit: misfitOf(response, request.contentTypes),
    bytes: inflated(decoded, limits.bytesMax),
    cancel: () => response.destroy(),
  };
}

function conditions({ etag, lastModified }: Validators): Record<string, string> {
  return {
    ...(etag === null ? {} : { 'if-none-match': etag }),
    ...(lastModified === null ? {} : { 'if-modified-since': lastModified }),
  };
}

/**
 * Age of the file by our own clock: Last-Modified, shifted by the difference of the clocks when the
 * site's Date shows one, and never in our future. Without Last-Modified: when the request began.
 */
function observedAt(response: IncomingMessage, startedAt: number, now: number): number {
  const modified = Date.parse(response.headers['last-modified'] ?? '');
  if (Number.isNaN(modified)) return startedAt;
  const siteNow = Date.parse(response.headers.date ?? '');
  const offset = Number.isNaN(siteNow) ? 0 : siteNow - now;
  return Math.min(Math.abs(offset) > clockToleranceMs ? modified - offset : modified, now);
}

/** Why an answer of 200 is not what was asked for, seen from its headers, as `CODE: text`. */
export function misfitOf(
  response: IncomingMessage,
  contentTypes: readonly string[],
): string | null {
  const type = (response.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === '' || contentTypes.includes(type)) return null;
  if ('x-iinfo' in response.headers) {
    return `CHALLENGE_PAGE: the site's bot wall answered 200 with ${type} instead of the file`;
  }
  if (type === 'text/html') return 'HTML_PAGE: the site answered 200 with a web page';
  return `WRONG_TYPE: the site answered 200 with ${type}`;
}

/** An answer that is no success, by its status. */
export function statusRefusal(response: IncomingMessage): HttpRefusal {
  const status = response.statusCode ?? 0;
  const text = `the site answered ${status} ${response.statusMessage ?? ''}`.trim();
  return { ok: false, code: statusCode(status), text };
}

function statusCode(status: number): HttpRefusal['code'] {
  if (status === 429) return 'THROTTLED';
  if (status === 401 || status === 403) return 'BLOCKED';
  return status >= 500 ? 'SITE_DOWN' : 'HTTP_STATUS';
}

export function unavailable({ code, text }: HttpRefusal, retryAfter: number | null): Fetched {
  const wish = retryAfter === null ? '' : `, asks to wait ${Math.ceil(retryAfter / 1_000)} s`;
  return { kind: 'UNAVAILABLE', reason: `${code}: ${text}${wish}`, retryAfterMs: retryAfter };
}
