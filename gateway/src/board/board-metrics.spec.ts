import { Registry } from 'prom-client';
import { boardMetrics, SampleRing } from './board-metrics.ts';

test.each([
  ['nothing yet', [], { count: 0, p50: null, p99: null }],
  ['one', [7], { count: 1, p50: 7, p99: 7 }],
  ['in any order', [30, 10, 20], { count: 3, p50: 20, p99: 30 }],
  ['older ones are overwritten', [900, 1, 2, 3, 4], { count: 5, p50: 2, p99: 4 }],
])('percentiles: %s', (_name, values, expected) => {
  const ring = new SampleRing(4);
  for (const value of values) ring.add(value);
  expect(ring.summary()).toEqual(expected);
});

test('what a timer caused has no time from publishing', () => {
  const metrics = boardMetrics(new Registry());
  metrics.sent({ source: 0, offset: 1, committedAt: 90, publishedAt: 0 }, 100);
  metrics.sent({ source: 0, offset: 2, committedAt: 90, publishedAt: 60 }, 100);
  expect(metrics.publishToFrame.summary()).toEqual({ count: 1, p50: 40, p99: 40 });
});
