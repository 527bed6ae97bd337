import kafkajs from 'kafkajs';
import { murmur2, partitionOf } from './partitioner.ts';

/** Values of Kafka's own test of its murmur2 (UtilsTest). */
test.each([
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
])('hashes %s as Java does', (text, expected) => {
  expect(murmur2(Buffer.from(text))).toBe(expected);
});

test('chooses the partition kafkajs chooses with its big integers', () => {
  const partitionMetadata = Array.from({ length: 6 }, (_, partitionId) => ({
    ...{ partitionId, partitionErrorCode: 0, leader: 1 },
    ...{ replicas: [1], isr: [1], offlineReplicas: [] },
  }));
  const theirs = kafkajs.Partitioners.DefaultPartitioner();
  for (let n = 0; n < 500; n += 1) {
    const key = `site-${n % 7}/${(n * 7919).toString(36)}é`;
    const message = { key, value: null };
    expect(partitionOf(key, 6)).toBe(theirs({ topic: 'any', partitionMetadata, message }));
  }
});
