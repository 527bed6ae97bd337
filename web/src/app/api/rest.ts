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

  constructor(status: number | null, problem: Partial<Problem> = {}, cause?: unknown) {
    super(problem.title ?? (status === null ? 'No answer' : `Status ${status}`), { cause });
    this.status = status;
    this.code = problem.code ?? null;
    this.detail = problem.detail ?? null;
  }
}

export type QueryValue = string | number | readonly string[] | undefined;

/** Reads the gateway's REST routes. */
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
    const response = await this.#request(withQuery(path, query), signal);
    if (response.ok) return (await response.json()) as Answer;
    throw new RestError(response.status, await problemOf(response));
  }

  async #request(address: string, signal: AbortSignal): Promise<Response> {
    try {
      return await this.#fetch(address, { signal, headers: { accept: 'application/json' } });
    } catch (error) {
      if (signal.aborted) throw error;
      throw new RestError(null, {}, error);
    }
  }
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
