/**
 * Repairs of kafkajs 2.2.4 (its last release) that we cannot go around: kafka.md section 11, numbers 4
 * and 6. The other defects of that list are gone with the code they are in: record batches, fetching and
 * plain producing are ours; of kafkajs' consumer only the group membership is used
 * (docs/decisions/0007), and of its producer only transactions (kafka-transaction.ts).
 */
import { createRequire } from 'node:module';

interface RequestQueue {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
}

interface RequestQueueClass {
  readonly prototype: { scheduleCheckPendingRequests: (this: RequestQueue) => void };
}

interface ErrorCode {
  readonly type: string;
  readonly code: number;
  readonly retriable: boolean;
  readonly message: string;
}

const knownVersion = '2.2.4';
const checkEveryMs = 10;
const require = createRequire(import.meta.url);

/** Codes a Kafka 4 broker may answer our requests with and the client's table ends before (at 88). */
const newerErrorCodes: readonly ErrorCode[] = [
  {
    type: 'THROTTLING_QUOTA_EXCEEDED',
    code: 89,
    retriable: true,
    message: 'The throttling quota has been exceeded',
  },
  {
    type: 'PRODUCER_FENCED',
    code: 90,
    retriable: false,
    message: 'There is a newer producer with the same transactional id',
  },
  {
    type: 'UNKNOWN_TOPIC_ID',
    code: 100,
    retriable: true,
    message: 'This server does not host this topic id',
  },
  {
    type: 'TRANSACTIONAL_ID_NOT_FOUND',
    code: 105,
    retriable: false,
    message: 'The transactional id is not known',
  },
  {
    type: 'TRANSACTION_ABORTABLE',
    code: 120,
    retriable: false,
    message: 'The transaction has to be aborted',
  },
];

/**
 * Number 4: stock kafkajs sets a timer of 1 ms again and again on every idle connection (4 to 5 % of
 * a core) and calls it with negative times. Nothing pending: no timer.
 */
function scheduleOnlyWhenPending(this: RequestQueue): void {
  if (this.pending.length === 0 || this.throttleCheckTimeoutId) return;
  const throttledMs = this.throttledUntil - Date.now();
  this.throttleCheckTimeoutId = setTimeout(
    () => {
      this.throttleCheckTimeoutId = null;
      this.checkPendingRequests();
    },
    throttledMs > 0 ? throttledMs : checkEveryMs,
  );
}

/** Number 6: a fenced producer must be told from an unknown error. */
function nameNewerErrors(): void {
  const { errorCodes } = require('kafkajs/src/protocol/error.js') as { errorCodes: ErrorCode[] };
  for (const newer of newerErrorCodes) {
    if (!errorCodes.some(({ code }) => code === newer.code)) errorCodes.push(newer);
  }
}

/**
 * Applies the repairs; again is harmless.
 * @throws when another version of kafkajs is installed: the internals used here are not public
 */
export function patchKafkajs(): void {
  const { version } = require('kafkajs/package.json') as { version: string };
  if (version !== knownVersion) {
    throw new Error(`kafkajs ${version} is installed, ${knownVersion} is known and patched`);
  }
  const queue = require('kafkajs/src/network/requestQueue/index.js') as RequestQueueClass;
  queue.prototype.scheduleCheckPendingRequests = scheduleOnlyWhenPending;
  nameNewerErrors();
}
