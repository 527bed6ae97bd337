/** What the archive's jobs tell about themselves, for Prometheus. */
import { Counter, Gauge } from 'prom-client';
import type { Registry } from 'prom-client';

export type JobKind = 'data' | 'logs';

export interface JobResult {
  /** Lots, lines or events. */
  readonly rows: number;
  readonly bytes: number;
}

export class JobMetrics {
  readonly #rows: Counter;
  readonly #bytes: Counter;
  readonly #failures: Counter;
  readonly #seconds: Gauge;
  readonly #lastSuccess: Gauge;

  constructor(registry: Registry) {
    const shared = { labelNames: ['job'], registers: [registry] };
    this.#rows = new Counter({
      ...{ name: 'auction_archive_rows_total', help: 'Lots or lines archived', ...shared },
    });
    this.#bytes = new Counter({
      ...{ name: 'auction_archive_bytes_total', help: 'Size of the files written', ...shared },
    });
    this.#failures = new Counter({
      ...{ name: 'auction_archive_failures_total', help: 'Runs that ended by an error', ...shared },
    });
    this.#seconds = new Gauge({
      ...{ name: 'auction_archive_seconds', help: 'Duration of the last whole run', ...shared },
    });
    this.#lastSuccess = new Gauge({
      name: 'auction_archive_last_success_timestamp_seconds',
      help: 'When the last whole run ended',
      ...shared,
    });
  }

  /** Runs a job and counts it. @throws what the job throws */
  async measured(job: JobKind, run: () => Promise<JobResult>): Promise<JobResult> {
    const begunAt = performance.now();
    try {
      const report = await run();
      this.#rows.inc({ job }, report.rows);
      this.#bytes.inc({ job }, report.bytes);
      this.#seconds.set({ job }, (performance.now() - begunAt) / 1000);
      this.#lastSuccess.set({ job }, Date.now() / 1000);
      return report;
    } catch (error) {
      this.#failures.inc({ job });
      throw error;
    }
  }
}
