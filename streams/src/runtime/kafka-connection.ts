/** How this code talks to a cluster: one configured client and the prefix of an installation. */
import type { Kafka } from 'kafkajs';
import type { Logger } from './logger.ts';

export interface KafkaConnection {
  readonly kafka: Kafka;
  /** Stands before every topic, group and transactional id; '' in production. */
  readonly prefix: string;
  readonly logger: Logger;
}
