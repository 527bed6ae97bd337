import { inject, Injectable, InjectionToken } from '@angular/core';
import type { Problem } from '@auction/gateway/contract';

/** The browser's `fetch`; specs give their own. */
export const FETCH = new InjectionToken<typeof fetch>('fetch', {
  factory: () => (input, init) => fetch(input, init),
});

/** An answer that is no answer: a problem document, or nothing at all. */
export class RestError extends Error {
  /** HTTP status; null when no answer came. */
  readonly status: number | null;
  /** The kind of problem: an upper-case word; null when the server did not say. */
  readonly code: string | null;
  /** What is wrong and what to do, for people. */
  readonly detail: string | null;
  /** How long to wait before trying again, ms; null: not told. */
  readonly retryAfterMs: number | null;

  constructor(status: number | null, problem: Partial<Problem> = {}, cause?: unknown) {
    super(problem.title ?? (status === null ? 'No answer' : `Status ${status}`), { cause });
    this.status = status;
    this.code = problem.code ?? null;
    this.detail = problem.detail ?? null;
    this.retryAfterMs = problem.retryAfterMs ?? null;
  }
}

export type QueryValue = string | number | readonly string[] | undefined;

/** What we ask with: headers by name. */
type Plain = Omit<RequestInit, 'headers'> & { readonly headers: Readonly<Record<string, string>> };

type Method = 'POST' | 'PATCH' | 'PUT' | 'DELETE';

export interface Sending {
  /** Becomes JSON, a form as it is; undefined: no body. */
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  /** Longest wait for the answer, ms. */
  readonly withinMs?: number;
}

/** Changes are answered in a moment, or something is wrong. */
const WITHIN_MS = 15_000;
const HTTP_NO_CONTENT = 204;
const accept = 'application/json';

/** Reads and calls the gateway's REST routes. */
@Injectable({ providedIn: 'root' })
export class Rest {
  readonly #fetch = inject(FETCH);

  /**
   * @param query parameters; undefined ones and empty lists are left out
   * @throws RestError; an AbortError when `signal` says so
   */
  async get<Answer>(
    path: string,
    query: Readonly<Record<string, QueryValue>>,
    signal: AbortSignal,
  ): Promise<Answer> {
    const response = await this.#request(
      withQuery(path, query),
      { signal, headers: { accept } },
      signal,
    );
    if (response.ok) return (await response.json()) as Answer;
    throw new RestError(response.status, await problemOf(response));
  }

  /**
   * Changes something at the server.
   * @returns the answer; undefined where there is none to read
   * @throws RestError, also when no answer came in time: then it may have happened or not
   */
  async send<Answer = undefined>(
    method: Method,
    path: string,
    { body, headers = {}, withinMs = WITHIN_MS }: Sending = {},
  ): Promise<Answer> {
    const content =
      body === undefined || body instanceof FormData
        ? { body: body ?? null, headers: { accept, ...headers } }
        : {
            body: JSON.stringify(body),
            headers: { accept, 'content-type': 'application/json', ...headers },
          };
    const signal = AbortSignal.timeout(withinMs);
    const response = await this.#request(path, { method, signal, ...content });
    if (!response.ok) throw new RestError(response.status, await problemOf(response));
    return (response.status === HTTP_NO_CONTENT ? undefined : await response.json()) as Answer;
  }

  /** @param leave the page's own signal: what it gives up is no failure */
  async #request(address: string, init: Plain, leave?: AbortSignal): Promise<Response> {
    try {
      return await this.#fetch(address, { ...init, headers: { ...init.headers, ...newIds() } });
    } catch (error) {
      if (leave?.aborted === true) throw error;
      throw new RestError(null, {}, error);
    }
  }
}

/** Names the request in answers, logs and audit; its trace id goes with whatever it causes. */
function newIds(): Record<string, string> {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const id = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { 'x-request-id': id, traceparent: `00-${id}-${id.slice(0, 16)}-01` };
}

function withQuery(path: string, query: Readonly<Record<string, QueryValue>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const one of typeof value === 'object' ? value : [value]) {
      parameters.append(name, String(one));
    }
  }
  const text = parameters.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** The problem document of a refusal; empty when it is none, as from a proxy in between. */
async function problemOf(response: Response): Promise<Partial<Problem>> {
  const isProblem = response.headers.get('content-type')?.includes('json') ?? false;
  return isProblem ? ((await response.json()) as Partial<Problem>) : {};
}
