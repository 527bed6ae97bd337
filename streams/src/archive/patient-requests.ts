/**
 * Requests that may be repeated, to a Cassandra that others use too: few at a time, and one that the server
 * had no time for is made again later, so that a busy minute does not end an hour's work.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { errors, types } from 'cassandra-driver';
import type { Client } from 'cassandra-driver';

export interface Statement {
  readonly query: string;
  readonly params: readonly unknown[];
}

const atOnce = 12;
const firstBackoffMs = 500;
const longestBackoffMs = 10_000;
const retryMax = 8;

const { overloaded, readTimeout, writeTimeout, unavailableException } = types.responseErrorCodes;
const passing: ReadonlySet<number> = new Set([
  overloaded,
  readTimeout,
  writeTimeout,
  unavailableException,
]);

/** Whether the same request may work a moment later. */
export const isPassing = (error: unknown): boolean =>
  error instanceof errors.OperationTimedOutError ||
  error instanceof errors.NoHostAvailableError ||
  (error instanceof errors.ResponseError && passing.has(error.code));

/** @throws what the request throws when that is not passing, or does not pass in about a minute */
export async function patiently<T>(request: () => Promise<T>): Promise<T> {
  for (let retries = 0; ; retries += 1) {
    try {
      return await request();
    } catch (error) {
      if (!isPassing(error) || retries === retryMax) throw error;
      await delay(Math.min(firstBackoffMs * 2 ** retries, longestBackoffMs));
    }
  }
}

/** Writes groups of statements, each group in one request; all of a group are of one partition. */
export class PatientWrites {
  readonly #client: Client;
  readonly #running = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | undefined;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Resolves when there is room for the next one. @throws when an earlier one has failed */
  async add(group: readonly Statement[]): Promise<void> {
    while (this.#running.size >= atOnce) await Promise.race(this.#running);
    this.#throwFailure();
    const running: Promise<void> = patiently(() => this.#write(group))
      .then(() => undefined)
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Waits for all. @throws when one has failed */
  async done(): Promise<void> {
    await Promise.all(this.#running);
    this.#throwFailure();
  }

  #write(group: readonly Statement[]): Promise<unknown> {
    const [only] = group;
    if (only !== undefined && group.length === 1) {
      return this.#client.execute(only.query, [...only.params], { prepare: true });
    }
    const statements = group.map(({ query, params }) => ({ query, params: [...params] }));
    return this.#client.batch(statements, { prepare: true, logged: false });
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}
