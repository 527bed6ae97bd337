/** What processors and sinks tell about themselves, for Prometheus. */
import { Counter, Gauge, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import type { CollectedOutput } from './collected-output.ts';
import type { LogBatch } from './log.ts';
import type { Task } from './processor.ts';

export class UnitMetrics {
  /** For metrics a worker has of its own. */
  readonly registry: Registry;
  readonly restarts: Counter;
  readonly restored: Gauge;
  readonly #records: Counter;
  readonly #outputs: Counter;
  readonly #dead: Counter;
  readonly #commits: Histogram;
  readonly #delay: Gauge;
  readonly #stats: Gauge;

  constructor(registry: Registry) {
    this.registry = registry;
    const registers = [registry];
    const processor = ['processor'];
    const unit = ['processor', 'unit'];
    this.restarts = new Counter({
      name: 'unit_restarts_total',
      help: 'Lives of a unit that ended by an error',
      labelNames: processor,
      registers,
    });
    this.restored = new Gauge({
      name: 'unit_restored_records',
      help: 'State records read at the last take-over',
      labelNames: unit,
      registers,
    });
    this.#records = new Counter({
      name: 'unit_records_total',
      help: 'Records read, by input topic',
      labelNames: [...processor, 'topic'],
      registers,
    });
    this.#outputs = new Counter({
      name: 'unit_outputs_total',
      help: 'Records written, state and position included',
      labelNames: processor,
      registers,
    });
    this.#dead = new Counter({
      name: 'unit_dead_letters_total',
      help: 'Records set aside',
      labelNames: processor,
      registers,
    });
    this.#commits = new Histogram({
      name: 'unit_commit_seconds',
      help: 'Duration of one transaction or store write',
      labelNames: processor,
      buckets: [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5],
      registers,
    });
    this.#delay = new Gauge({
      name: 'unit_delay_seconds',
      help: 'Age of the last record when it had been handled',
      labelNames: unit,
      registers,
    });
    this.#stats = new Gauge({
      name: 'unit_stats',
      help: 'Numbers a task tells about its state',
      labelNames: [...unit, 'name'],
      registers,
    });
  }

  processed(processor: string, unit: number, batch: LogBatch, task: Task | undefined): void {
    this.#records.inc({ processor, topic: batch.topic }, batch.records.length);
    const last = batch.records.at(-1);
    if (last) this.#delay.set({ processor, unit }, (Date.now() - last.timestamp) / 1000);
    for (const [name, value] of Object.entries(task?.stats() ?? {})) {
      this.#stats.set({ processor, unit, name }, value);
    }
  }

  committed(processor: string, ms: number, output: CollectedOutput): void {
    this.#commits.observe({ processor }, ms / 1000);
    this.#outputs.inc({ processor }, 1 + output.transactional.length + output.plain.length);
    if (output.deadCount > 0) this.#dead.inc({ processor }, output.deadCount);
  }

  written(sink: string, unit: number, batch: LogBatch, ms: number): void {
    this.#commits.observe({ processor: sink }, ms / 1000);
    this.processed(sink, unit, batch, undefined);
  }

  /** The unit is no longer ours: its gauges would go on telling old numbers. */
  forget(processor: string, unit: number): void {
    this.restored.remove({ processor, unit });
    this.#delay.remove({ processor, unit });
  }
}
