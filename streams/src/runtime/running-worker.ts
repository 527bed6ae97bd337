/** What a running processor or sink is to the program around it. */
import type { KafkaConnection } from './kafka-connection.ts';
import type { Log } from './log.ts';
import type { Logger } from './logger.ts';
import type { Codecs } from './registry.ts';
import type { UnitMetrics } from './unit-metrics.ts';

export interface WorkerContext {
  readonly connection: KafkaConnection;
  readonly log: Log;
  readonly codecs: Codecs;
  readonly metrics: UnitMetrics;
  readonly logger: Logger;
  /** The worker cannot go on: end the process, so that a restart begins from the last commit. */
  readonly onFatal: (error: Error) => void;
}

export interface WorkerHealth {
  /** When the group's coordinator last confirmed us, epoch ms. */
  readonly lastConfirmedAt: number;
  readonly isRebalancing: boolean;
  /** Units that are ours; none is healthy too (a standby). */
  readonly units: readonly number[];
}

export interface RunningWorker {
  readonly name: string;
  health(): WorkerHealth;
  /** Finishes what is under way, leaves the group, disconnects. */
  stop(): Promise<void>;
}
