import type { Topic } from './topics.ts';

const DAY_MS = 86_400_000;

/**
 * Broker settings of a topic.
 * @returns `config` entries for topic creation. Compaction settings: kafka.md section 5.
 */
export function topicConfig(of: Topic): Record<string, string> {
  const stamps = of.stampedByBroker ? { 'message.timestamp.type': 'LogAppendTime' } : {};
  if (of.cleanup === 'delete') {
    return { 'cleanup.policy': 'delete', 'retention.ms': String(of.retentionMs ?? -1), ...stamps };
  }
  return {
    'cleanup.policy': 'compact',
    'segment.ms': String(3_600_000),
    'min.cleanable.dirty.ratio': '0.1',
    'max.compaction.lag.ms': String(6 * 3_600_000),
    'delete.retention.ms': String(7 * DAY_MS),
    ...stamps,
  };
}
