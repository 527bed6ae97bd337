/** The fan-out's numbers as Prometheus series, and its newest latencies for `npm run report`. */
import { Counter, Gauge, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import type { FeedMetrics } from './feed-metrics.ts';

/** Latencies kept for percentiles; older ones are overwritten. */
const samplesMax = 10_000;
const ageBuckets = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60];

/** The last values of a stream of numbers. */
export class SampleRing {
  readonly #values: Float64Array;
  #count = 0;

  constructor(max: number) {
    this.#values = new Float64Array(max);
  }

  add(value: number): void {
    this.#values[this.#count % this.#values.length] = value;
    this.#count += 1;
  }

  /** Nearest-rank percentiles. @returns null where nothing was added yet */
  summary(): { readonly count: number; readonly p50: number | null; readonly p99: number | null } {
    const kept = this.#values.slice(0, Math.min(this.#count, this.#values.length)).sort();
    const at = (share: number): number | null =>
      kept[Math.max(0, Math.ceil(kept.length * share) - 1)] ?? null;
    return { count: this.#count, p50: at(0.5), p99: at(0.99) };
  }
}

export interface BoardMetrics extends FeedMetrics {
  /** From the connector's publishing to the first frame, ms. */
  readonly publishToFrame: SampleRing;
}

const counter = (registry: Registry, name: string, help: string, label: string): Counter =>
  new Counter({ name, help, labelNames: [label], registers: [registry] });

export function boardMetrics(registry: Registry): BoardMetrics {
  const registers = [registry];
  const publishToFrame = new SampleRing(samplesMax);
  const frames = counter(registry, 'board_frames_total', 'Frames handed to sockets', 'lane');
  const rows = counter(registry, 'board_rows_total', 'Rows in frames', 'lane');
  const resumes = counter(registry, 'board_resume_total', 'Subscriptions served', 'mode');
  const closes = counter(registry, 'board_close_total', 'Connections closed by us', 'code');
  const askedAgain = counter(registry, 'board_asked_again_total', 'Gaps and drifts', 'why');
  const conflated = new Counter({
    name: 'board_conflated_total',
    help: 'Changes that went out as part of a later one',
    registers,
  });
  const age = new Histogram({
    name: 'board_age_seconds',
    help: 'Age of a change when its first frame was sent, or when a client painted it',
    labelNames: ['stage'],
    buckets: ageBuckets,
    registers,
  });
  const flush = new Histogram({
    name: 'board_flush_seconds',
    help: 'Duration of one tick',
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05],
    registers,
  });
  const unacked = new Gauge({
    name: 'board_unacked_bytes',
    help: 'Bytes a client has not taken over yet, last seen',
    registers,
  });
  return {
    publishToFrame,
    frames: (lane, count) => frames.inc({ lane }, count),
    rows: (lane, count) => rows.inc({ lane }, count),
    conflated: (count) => conflated.inc(count),
    served: (mode) => resumes.inc({ mode }),
    askedAgain: (why) => askedAgain.inc({ why }),
    flushed: (seconds) => flush.observe(seconds),
    sent({ committedAt, publishedAt }, nowMs) {
      age.observe({ stage: 'commit_to_frame' }, (nowMs - committedAt) / 1000);
      if (publishedAt === 0) return; // a timer caused it
      publishToFrame.add(nowMs - publishedAt);
      age.observe({ stage: 'publish_to_frame' }, (nowMs - publishedAt) / 1000);
    },
    painted: (lagMs) => age.observe({ stage: 'arrival_to_paint' }, lagMs / 1000),
    unacked: (bytes) => unacked.set(bytes),
    closed: (code) => closes.inc({ code: String(code) }),
  };
}
