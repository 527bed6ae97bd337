/**
 * The pipeline without a broker, in the way of Kafka's TopologyTestDriver: records in, time moved,
 * records out, through the real tasks. Every process can die at every record.
 */
import { allTopics, topics } from '@auction/avro/topics';
import type { SchemaName, Topic } from '@auction/avro/topics';
import type { RecordOf } from '@auction/avro/records';
import { CloseTimerRecords } from '../pipeline/close-timers.ts';
import { processors } from '../pipeline/pipeline.ts';
import type { LogRecord } from '../runtime/log.ts';
import { partitionOf } from '../runtime/partitioner.ts';
import type { Processor } from '../runtime/processor.ts';
import { localCodecs } from '../runtime/registry.ts';
import type { Codecs } from '../runtime/registry.ts';
import { letterCodecs, limitRecords, placementRecords } from '../sinks/letters-to-limits.ts';
import { DriverLog } from './driver-log.ts';
import { DriverUnit } from './driver-unit.ts';
import type { Fate } from './driver-unit.ts';

export interface DriverOptions {
  /** Records a transaction takes at most. */
  readonly recordsPerCommit?: number;
  /** What becomes of each transaction, asked once for each. */
  readonly fate?: () => Fate;
  /** Letters of own lots go back to the limiter; most stories have nothing to do with it. */
  readonly relaysLetters?: boolean;
}

interface DriverProcessor {
  readonly processor: Processor;
  readonly units: readonly DriverUnit[];
}

const timersAtOnce = 1000;
/** Making them is most of the cost of a driver, and they keep nothing of what they read. */
const codecs: Codecs = localCodecs(allTopics);

export class PipelineDriver {
  readonly codecs = codecs;
  readonly #log = new DriverLog();
  readonly #processors: readonly DriverProcessor[];
  readonly #timers = new CloseTimerRecords(this.codecs);
  readonly #recordsPerCommit: number;
  readonly #fate: () => Fate;
  readonly #relaysLetters: boolean;
  #timersSaw = 0;
  #lettersSent = 0;
  #placementsSent = 0;
  #now = 0;

  constructor({
    recordsPerCommit = 8000,
    fate = () => 'COMMIT',
    relaysLetters = false,
  }: DriverOptions = {}) {
    this.#recordsPerCommit = recordsPerCommit;
    this.#fate = fate;
    this.#relaysLetters = relaysLetters;
    this.#processors = processors(this.codecs).map((processor) => ({
      processor,
      units: Array.from(
        { length: processor.state.partitions },
        (_, partition) => new DriverUnit(processor, partition, this.#log),
      ),
    }));
  }

  /** Appends a record from outside, encoded, to its key's partition or to a given one. */
  append<N extends SchemaName>(
    topic: Topic<N>,
    key: string,
    value: RecordOf<N>,
    partition?: number,
  ): void {
    this.appendBytes(topic, key, this.codecs.of(topic).encode(value), partition);
  }

  appendBytes(topic: Topic, key: string, value: Buffer | null, given?: number): void {
    const partition = given ?? partitionOf(key, topic.partitions);
    this.#log.append([{ topic: topic.name, partition, key, value }], this.#now);
  }

  /** Lets every unit work until nothing waits. */
  run(): void {
    for (let isMoved = true; isMoved;) {
      isMoved = false;
      for (const { units } of this.#processors) {
        for (const unit of units) {
          while (unit.work(this.#recordsPerCommit, this.#now, this.#fate) > 0) isMoved = true;
        }
      }
      if (this.#relaysLetters && this.#relayLetters()) isMoved = true;
    }
  }

  /** What `letters-to-limits` does. @returns whether there were any */
  #relayLetters(): boolean {
    const letters = this.#log.topic(topics.lotsOutcomes.name).slice(this.#lettersSent);
    this.#lettersSent += letters.length;
    const states = this.#log.topic(topics.placements.name).slice(this.#placementsSent);
    this.#placementsSent += states.length;
    const known = letterCodecs(this.codecs);
    const told = [...limitRecords(known, letters), ...placementRecords(known, states)];
    for (const { key, value } of told) this.appendBytes(topics.limitsCommands, key, value);
    return told.length > 0;
  }

  /** Every process dies; the next run restores. */
  restart(): void {
    for (const { units } of this.#processors) for (const unit of units) unit.die();
  }

  /** Moves the clock of the close timers, lets the due ones ring, and runs. */
  advanceTo(at: number): void {
    this.#now = at;
    this.run();
    for (let due = this.#dueTimers(); due.length > 0; due = this.#dueTimers()) {
      for (const { key, value } of due) this.appendBytes(topics.lotsCommands, key, value);
      this.run();
    }
  }

  #dueTimers() {
    const rows = this.#log.topic(topics.lots.name);
    for (const row of rows.slice(this.#timersSaw)) this.#timers.see(row);
    this.#timersSaw = rows.length;
    return this.#timers.due(this.#now, timersAtOnce);
  }

  /** Records of a topic, in the order of writing. */
  records(topic: Topic | string): readonly LogRecord[] {
    return this.#log.topic(typeof topic === 'string' ? topic : topic.name);
  }

  /** Records of one partition, offsets from 0. */
  partition(topic: Topic, partition: number): readonly LogRecord[] {
    return this.#log.partition(topic.name, partition);
  }

  /** All values of a topic, decoded, in the order of writing; positions and tombstones left out. */
  values<N extends SchemaName>(topic: Topic<N>): RecordOf<N>[] {
    return this.#decoded(topic, this.records(topic)).map(([, value]) => value);
  }

  /** Last value of every key, decoded; without keys whose last record is a tombstone. */
  last<N extends SchemaName>(topic: Topic<N>): Map<string, RecordOf<N>> {
    const records = new Map(this.records(topic).map((record) => [record.key, record]));
    return new Map(this.#decoded(topic, [...records.values()]));
  }

  /** Values of every key in the order of writing, as bytes in hex: what two runs must share. */
  history(topic: Topic): Map<string, string[]> {
    const byKey = Map.groupBy(this.records(topic), ({ key }) => key);
    return new Map(
      [...byKey].map(([key, records]) => [
        key,
        records.map(({ value }) => value?.toString('hex') ?? 'tombstone'),
      ]),
    );
  }

  #decoded<N extends SchemaName>(
    topic: Topic<N>,
    records: readonly LogRecord[],
  ): [string, RecordOf<N>][] {
    const codec = this.codecs.of(topic);
    return records
      .filter(({ key, value }) => !key.startsWith('@') && value !== null)
      .map(({ key, value }): [string, RecordOf<N>] => {
        const decoded = codec.decode(value);
        if (!decoded.ok) throw new Error(`${topic.name} ${key}: ${decoded.reason}`);
        return [key, decoded.value];
      });
  }

  /** Sum of a metric over the units of a processor. */
  stat(processor: string, name: string): number {
    const found = this.#processors.find((one) => one.processor.name === processor);
    return (found?.units ?? []).reduce((sum, unit) => sum + (unit.stats()[name] ?? 0), 0);
  }
}
