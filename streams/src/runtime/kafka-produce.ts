/**
 * Sends record batches for one producer id: sequence numbers, retries, one batch in flight per
 * partition. kafkajs' own path copies the messages of a partition once per message, builds each record
 * from nested encoders and gives up after 5 tries (kafka.md section 11, numbers 3, 7 and 14).
 */
import { setTimeout as delay } from 'node:timers/promises';
import { encodeRecordBatch, stampRecordBatch } from './kafka-batch-encoder.ts';
import type { OutgoingRecord, ProducerIdentity } from './kafka-batch-encoder.ts';
import { errorOfCode, exchange } from './kafka-internals.ts';
import type { Cluster } from './kafka-internals.ts';
import { WireReader, WireWriter } from './kafka-wire.ts';

/** Records of one partition, in order; topics by the broker's name (prefix included). */
export interface PartitionBatch {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly OutgoingRecord[];
}

export interface BatchSenderOptions {
  readonly cluster: Cluster;
  readonly identity: ProducerIdentity;
  readonly transactionalId: string | null;
  /** How long a batch is tried; Infinity for a plain producer. */
  readonly giveUpAfterMs: number;
  /**
   * A plain producer whose id the broker has forgotten or refuses gets a new one here. Batches in
   * doubt may then be written twice. Absent: such errors are final.
   */
  readonly renewIdentity?: () => Promise<ProducerIdentity>;
  /** Told about failed attempts. */
  readonly onTrouble: (error: Error) => void;
}

/** The batch will not be written, however often it is tried. */
export class ProduceFailed extends Error {
  override readonly name = 'ProduceFailed';
  /** Kafka's name of the error. */
  readonly type: string;

  constructor(type: string, place: string, cause?: unknown) {
    super(`cannot write to ${place}: ${type}`, { cause });
    this.type = type;
  }
}

interface Sending {
  readonly batch: PartitionBatch;
  readonly bytes: Buffer;
  sequence: number;
  identity: ProducerIdentity;
}

const produceApi = { key: 0, version: 7, name: 'Produce' } as const;
const allReplicas = -1;
const ackWithinMs = 10_000;
const firstBackoffMs = 5;
const longestBackoffMs = 500;
const topicAppearsWithinMs = 3000;
const sequenceCount = 2 ** 31;
/** The broker's way to say that it does not know this producer id (any more) in this state. */
const lostIdentity = new Set([
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'UNKNOWN_PRODUCER_ID',
  'INVALID_PRODUCER_EPOCH',
  'INVALID_PRODUCER_ID_MAPPING',
]);

const placeOf = ({ topic, partition }: PartitionBatch): string => `${topic}/${partition}`;
const asError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(String(thrown));

function encodeProduce(sendings: readonly Sending[], transactionalId: string | null): Buffer {
  const size = sendings.reduce((sum, { bytes }) => sum + bytes.length + 64, 256);
  const writer = new WireWriter(size);
  writer.string(transactionalId).int16(allReplicas).int32(ackWithinMs);
  const byTopic = [...Map.groupBy(sendings, ({ batch }) => batch.topic)];
  writer.array(byTopic, ([topic, group]) => {
    writer.string(topic).array(group, ({ batch, bytes }) => {
      writer.int32(batch.partition).bytes(bytes);
    });
  });
  return writer.done();
}

/** @returns error code per place */
function decodeProduced(bytes: Buffer): Map<string, number> {
  const reader = new WireReader(bytes);
  const codes = new Map<string, number>();
  reader.array(() => {
    const topic = reader.string();
    reader.array(() => {
      const partition = reader.int32();
      codes.set(`${topic}/${partition}`, reader.int16());
      reader.at += 24; // base offset, append time, log start
    });
  });
  return codes;
}

export class BatchSender {
  readonly #options: BatchSenderOptions;
  readonly #cluster: Cluster;
  #identity: ProducerIdentity;
  #sequences = new Map<string, number>();
  #renewing: Promise<void> | undefined;
  #isClosed = false;

  constructor(options: BatchSenderOptions) {
    this.#options = options;
    this.#cluster = options.cluster;
    this.#identity = options.identity;
  }

  /**
   * Writes batches, at most one per partition; an earlier one of the same partition must be done.
   * @throws ProduceFailed, or the last error when time is up: then nothing is known of the batches
   */
  async send(batches: readonly PartitionBatch[]): Promise<void> {
    const begunAt = performance.now();
    let waiting = batches.map((batch) => this.#prepared(batch));
    for (let attempt = 0; ; attempt += 1) {
      const { failed, error } = await this.#attempt(waiting);
      if (failed.length === 0) return;
      if (this.#isClosed || performance.now() - begunAt > this.#options.giveUpAfterMs) throw error;
      this.#options.onTrouble(error);
      waiting = failed;
      await delay(Math.min(firstBackoffMs * 2 ** Math.min(attempt, 10), longestBackoffMs));
      await this.#refresh();
      if (performance.now() - begunAt > topicAppearsWithinMs) this.#refuseUnknownTopics(waiting);
    }
  }

  /** Makes running sends give up at their next failure. */
  close(): void {
    this.#isClosed = true;
  }

  #prepared(batch: PartitionBatch): Sending {
    const bytes = encodeRecordBatch(batch.records, Date.now());
    const sending = { batch, bytes, sequence: 0, identity: this.#identity };
    this.#stamp(sending);
    return sending;
  }

  #stamp(sending: Sending): void {
    const place = placeOf(sending.batch);
    sending.identity = this.#identity;
    sending.sequence = this.#sequences.get(place) ?? 0;
    const next = (sending.sequence + sending.batch.records.length) % sequenceCount;
    this.#sequences.set(place, next);
    stampRecordBatch(sending.bytes, sending.identity, sending.sequence);
  }

  #leaderOf({ topic, partition }: PartitionBatch): number | undefined {
    const partitions = this.#cluster.findTopicPartitionMetadata(topic);
    return partitions.find(({ partitionId }) => partitionId === partition)?.leader;
  }

  /** One request per leader. @returns what is to be tried again, and why */
  async #attempt(sendings: readonly Sending[]): Promise<{ failed: Sending[]; error: Error }> {
    let error = new Error('no leader is known');
    const byLeader = [...Map.groupBy(sendings, ({ batch }) => this.#leaderOf(batch))];
    const requests = byLeader.map(async ([leader, group]) => {
      if (leader === undefined || leader < 0) return group;
      try {
        return await this.#handled(group, await this.#request(leader, group));
      } catch (thrown) {
        if (thrown instanceof ProduceFailed || thrown instanceof TypeError) throw thrown;
        error = asError(thrown);
        return group;
      }
    });
    const settled = await Promise.allSettled(requests);
    const refused = settled.find((result) => result.status === 'rejected');
    if (refused) throw asError(refused.reason);
    const failed = settled.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
    return { failed, error };
  }

  async #request(leader: number, sendings: readonly Sending[]): Promise<Map<string, number>> {
    const broker = await this.#cluster.findBroker({ nodeId: leader });
    const body = encodeProduce(sendings, this.#options.transactionalId);
    try {
      return await exchange(broker, produceApi, body, decodeProduced);
    } catch (error) {
      void broker.disconnect().catch(this.#options.onTrouble); // findBroker connects again
      throw error;
    }
  }

  /** @returns those to try again @throws ProduceFailed */
  async #handled(sendings: readonly Sending[], codes: Map<string, number>): Promise<Sending[]> {
    const again: Sending[] = [];
    for (const sending of sendings) {
      const place = placeOf(sending.batch);
      const code = codes.get(place) ?? -1;
      if (code === 0) continue;
      const { type, retriable, message } = errorOfCode(code);
      if (type === 'DUPLICATE_SEQUENCE_NUMBER') continue; // an earlier attempt has written it
      if (lostIdentity.has(type) && this.#options.renewIdentity) await this.#renew(sending);
      else if (!retriable) throw new ProduceFailed(type, place);
      this.#options.onTrouble(new Error(`${place}: ${message}`));
      again.push(sending);
    }
    return again;
  }

  async #renew(sending: Sending): Promise<void> {
    const renew = this.#options.renewIdentity;
    if (renew && sending.identity === this.#identity) {
      this.#renewing ??= renew().then((identity) => {
        this.#identity = identity;
        this.#sequences = new Map();
      });
      await this.#renewing.finally(() => {
        this.#renewing = undefined;
      });
    }
    this.#stamp(sending);
  }

  async #refresh(): Promise<void> {
    try {
      await this.#cluster.connect();
      await this.#cluster.refreshMetadata();
    } catch (error) {
      this.#options.onTrouble(asError(error)); // the next attempt fails and comes here again
    }
  }

  #refuseUnknownTopics(sendings: readonly Sending[]): void {
    for (const { batch } of sendings) {
      if (this.#cluster.findTopicPartitionMetadata(batch.topic).length === 0) {
        throw new ProduceFailed('UNKNOWN_TOPIC_OR_PARTITION', placeOf(batch));
      }
    }
  }
}
