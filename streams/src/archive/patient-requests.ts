/**
 * Requests that may be repeated, to a Cassandra that others use too: few at a time, and one that the server
 * had no time for is made again later, so that a busy minute does not end an hour's work.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { errors, types } from 'cassandra-driver';
import type { Client } from 'cassandra-driver';
import { packedByNode, writePack } from '../sinks/rows-by-node.ts';
import type { RowWrite } from '../sinks/rows-by-node.ts';

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

/** Writes rows a few requests at a time. */
export class PatientWrites {
  readonly #client: Client;
  readonly #running = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | undefined;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Resolves when the last of these rows are on their way. @throws when an earlier one has failed */
  async add(rows: readonly RowWrite[]): Promise<void> {
    for (const pack of await packedByNode(this.#client, rows)) {
      while (this.#running.size >= atOnce) await Promise.race(this.#running);
      this.#throwFailure();
      this.#begin(pack);
    }
  }

  /** Waits for all. @throws when one has failed */
  async done(): Promise<void> {
    await Promise.all(this.#running);
    this.#throwFailure();
  }

  #begin(pack: readonly RowWrite[]): void {
    const running: Promise<void> = patiently(() => writePack(this.#client, pack))
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}
