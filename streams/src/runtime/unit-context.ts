/** What the units of one process share. */
import type { Fetcher } from './kafka-fetcher.ts';
import type { KafkaConnection } from './kafka-connection.ts';
import type { Membership } from './kafka-group.ts';
import type { Log, Producer } from './log.ts';
import type { Logger } from './logger.ts';
import type { Codecs } from './registry.ts';
import type { UnitMetrics } from './unit-metrics.ts';

export interface UnitContext {
  readonly connection: KafkaConnection;
  readonly log: Log;
  readonly fetcher: Fetcher;
  readonly codecs: Codecs;
  /** For plain outputs; shared by all units of the process. */
  readonly producer: Producer;
  readonly membership: () => Promise<Membership>;
  readonly metrics: UnitMetrics;
  readonly logger: Logger;
  /** The process must end: its state and the log contradict each other. */
  readonly onFatal: (error: Error) => void;
}
