/** One call of a JSON API: a small answer, read whole, with every way it can fail as a value. */
import type { IncomingMessage } from 'node:http';
import { FeedError } from '../connector.ts';
import { exchange } from './exchange.ts';
import type { HttpLimits, Message } from './exchange.ts';
import { heldRefusal, waitAskedFor } from './asked-to-wait.ts';
import { misfitOf, statusRefusal } from './fetch-file.ts';
import { inflated } from './inflate.ts';
import type { RateLimit } from './rate-limit.ts';
import { follow } from './redirects.ts';
import type { Credentials } from './redirects.ts';
import { transferred } from './transfer.ts';

export interface Question extends Partial<Message> {
  /** Without credentials; may appear in logs. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly credentials: Credentials;
  /** Content types an answer may have. */
  readonly contentTypes?: readonly string[];
  readonly limits: HttpLimits;
  /** Epoch ms. */
  readonly now: () => number;
  readonly rate?: RateLimit;
}

export type Answer =
  | {
      readonly ok: true;
      readonly status: number;
      readonly headers: IncomingMessage['headers'];
      readonly body: Buffer;
    }
  | {
      readonly ok: false;
      /** 0 when there was no answer. */
      readonly status: number;
      /** `CODE: text` for people; holds no credential. */
      readonly reason: string;
      readonly retryAfterMs: number | null;
      /** What the site wrote beside its refusal; empty when nothing could be read. */
      readonly body: Buffer;
    };

const jsonTypes = ['application/json', 'application/problem+json', 'text/json'];

/**
 * Asks once. Redirects are not followed: no JSON API here sends any but GSA, which is a file.
 * @returns ok for 2xx with a fitting type (204 has no body); else why not
 * @throws the signal's reason when it is aborted
 */
export async function ask(question: Question, signal: AbortSignal): Promise<Answer> {
  const { headers, limits, credentials, rate, method = 'GET', body } = question;
  const held = heldRefusal(rate);
  if (held) return failed(429, `${held.code}: ${held.text}`, held.heldMs);
  await rate?.take(signal);
  const hop = follow.first(question.url, credentials);
  const message = body === undefined ? { method } : { method, body };
  const answer = await exchange(hop, headers, limits, signal, message);
  if (!answer.ok) return failed(0, `${answer.code}: ${answer.text}`);
  const { response } = answer;
  const status = response.statusCode ?? 0;
  try {
    const received = await read(response, limits);
    if (status < 200 || status > 299) return refused(response, received, question);
    const misfit = misfitOf(response, question.contentTypes ?? jsonTypes);
    if (misfit !== null && status !== 204) return failed(status, misfit);
    return { ok: true, status, headers: response.headers, body: received };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof FeedError) return failed(status, `${error.code}: ${error.message}`);
    throw error;
  }
}

async function read(response: IncomingMessage, limits: HttpLimits): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of inflated(transferred(response, limits), limits.bytesMax)) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function refused(response: IncomingMessage, body: Buffer, { rate, now }: Question): Answer {
  const { code, text } = statusRefusal(response);
  const wait = waitAskedFor(response, now(), rate);
  const wish = wait === null ? '' : `, asks to wait ${Math.ceil(wait / 1_000)} s`;
  const status = response.statusCode ?? 0;
  return { ok: false, status, reason: `${code}: ${text}${wish}`, retryAfterMs: wait, body };
}

const failed = (status: number, reason: string, retryAfterMs: number | null = null): Answer => ({
  ok: false,
  status,
  reason,
  retryAfterMs,
  body: Buffer.alloc(0),
});

/** Longest exponent of the wait between two tries. */
const doublingsMax = 6;

/**
 * Asks again when the site was only unwell (5xx, a lost connection), with full jitter; anything else
 * is an answer.
 * @param random in [0, 1)
 */
export async function askPatiently(
  question: Question,
  signal: AbortSignal,
  { triesMax, baseMs, random, sleep }: Patience,
): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    const answer = await ask(question, signal);
    const isUnwell = !answer.ok && (answer.status >= 500 || answer.status === 0);
    if (!isUnwell || attempt >= triesMax || /^(ADDRESS_REFUSED|THROTTLED): /.test(answer.reason)) {
      return answer;
    }
    await sleep(random() * baseMs * 2 ** Math.min(attempt, doublingsMax), signal);
  }
}

export interface Patience {
  readonly triesMax: number;
  /** First wait is up to twice this, ms. */
  readonly baseMs: number;
  readonly random: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<unknown>;
}
