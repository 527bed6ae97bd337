/**
 * Which request a record belongs to. The ids come with the request from the browser, go with the
 * command through Kafka, and stand in the log lines of everybody who touched a record of it.
 */
import type { Headers, LogRecord } from './log.ts';
import type { Logger, LogFields } from './logger.ts';

export interface Trace {
  readonly requestId: string;
  /** 32 hex digits, as in the W3C's `traceparent`. */
  readonly traceId: string;
}

const requestHeader = 'x-request-id';
const traceHeader = 'traceparent';
/** One line names at most so many of each: a line is for people. */
const namedMax = 50;

/** What a record of this request carries. @param spanId 16 hex digits of the part that writes it */
export const traceHeaders = ({ requestId, traceId }: Trace, spanId: string): Headers => ({
  [requestHeader]: requestId,
  [traceHeader]: `00-${traceId}-${spanId}-01`,
});

/** For work that no request of a browser began: a snapshot of a feed. */
export const requestHeaders = (requestId: string): Headers => ({ [requestHeader]: requestId });

/** The trace headers of a record, to be carried on by what follows from it; undefined: none. */
export function carriedOn(headers: Headers): Headers | undefined {
  const requestId = headers[requestHeader];
  const parent = headers[traceHeader];
  if (requestId === undefined && parent === undefined) return undefined;
  return {
    ...(requestId === undefined ? {} : { [requestHeader]: requestId }),
    ...(parent === undefined ? {} : { [traceHeader]: parent }),
  };
}

/** The requests a batch of records belongs to: told in one line, once their effects are kept. */
export class TouchedRequests {
  readonly #requestIds = new Set<string>();
  readonly #traceIds = new Set<string>();
  readonly #keys = new Set<string>();

  note({ headers, key }: LogRecord): void {
    const requestId = headers[requestHeader];
    if (requestId === undefined || this.#requestIds.size >= namedMax) return;
    this.#requestIds.add(requestId);
    this.#keys.add(key);
    const traceId = headers[traceHeader]?.split('-')[1];
    if (traceId !== undefined) this.#traceIds.add(traceId);
  }

  forget(): void {
    for (const set of [this.#requestIds, this.#traceIds, this.#keys]) set.clear();
  }

  /** One line, where anything was noted; then nothing is. @param keyName what the keys are: `lotId` */
  tell(logger: Logger, text: string, keyName: string, fields: LogFields = {}): void {
    if (this.#requestIds.size === 0) return;
    logger.info(text, {
      ...fields,
      requestIds: [...this.#requestIds],
      traceIds: [...this.#traceIds],
      ...(/^\w+$/.test(keyName) ? { [`${keyName}s`]: [...this.#keys] } : {}),
    });
    this.forget();
  }
}
