import type { IncomingMessage } from 'node:http';

/** One request, without its key. */
export interface LoggedRequest {
  /** From 1. */
  readonly number: number;
  /** Market time, epoch ms. */
  readonly at: number;
  readonly isKeyRight: boolean;
  /** Path without the query, which may hold a key. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The fault it met. */
  readonly fault: string | null;
  /** Set when it has ended. */
  readonly status: number | null;
}

const keptMax = 1_000;

/** What the site was asked, newest last: for assertions on rate, headers and keys. */
export class RequestLog {
  #entries: LoggedRequest[] = [];
  #count = 0;

  /** Number the next request will have. */
  get next(): number {
    return this.#count + 1;
  }

  get entries(): readonly LoggedRequest[] {
    return this.#entries;
  }

  begin(
    request: Pick<IncomingMessage, 'url' | 'headers'>,
    isKeyRight: boolean,
    at: number,
  ): LoggedRequest {
    this.#count += 1;
    const { headers } = request;
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const number = this.#count;
    const entry = { number, at, isKeyRight, path, headers, fault: null, status: null };
    this.#entries = [...this.#entries, entry].slice(-keptMax);
    return entry;
  }

  note(number: number, fault: string | null): void {
    this.#change(number, { fault });
  }

  end(number: number, status: number): void {
    this.#change(number, { status });
  }

  #change(number: number, change: Partial<LoggedRequest>): void {
    this.#entries = this.#entries.map((entry) =>
      entry.number === number ? { ...entry, ...change } : entry,
    );
  }
}
