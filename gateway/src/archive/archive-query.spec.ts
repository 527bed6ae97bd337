/** Which questions about ended lots can be answered, and over which span. */
import { Refusal } from '../http/problem.ts';
import { spanOf } from './archive-query.ts';
import type { EndedLotsQuery } from './archive-query.ts';

const now = Date.UTC(2026, 10, 26);
const camry = { make: 'TOYOTA', model: 'CAMRY' };
const days = (span: { from: number; until: number }) =>
  [span.from, span.until].map((at) => new Date(at).toISOString().slice(0, 10));

test.each<{ query: EndedLotsQuery; span: string[] }>([
  { query: camry, span: ['2025-12-01', '2026-12-01'] },
  { query: { vin: '1'.repeat(17) }, span: ['2016-12-01', '2026-12-01'] },
  { query: { ...camry, monthTo: '2026-02' }, span: ['2025-03-01', '2026-03-01'] },
  {
    query: { ...camry, monthFrom: '2026-02', monthTo: '2026-02' },
    span: ['2026-02-01', '2026-03-01'],
  },
])('$query', ({ query, span }) => {
  expect(days(spanOf(query, now))).toEqual(span);
});

test.each<{ query: EndedLotsQuery; parameter: string }>([
  { query: {}, parameter: 'vin' },
  { query: { make: 'TOYOTA' }, parameter: 'vin' },
  { query: { ...camry, priceTo: 5 }, parameter: 'currency' },
  { query: { ...camry, monthFrom: '2026-05', monthTo: '2026-04' }, parameter: 'monthFrom' },
  { query: { ...camry, monthFrom: '1990-01' }, parameter: 'monthFrom' },
])('$query is refused for $parameter', ({ query, parameter }) => {
  let refusal: unknown;
  try {
    spanOf(query, now);
  } catch (error) {
    refusal = error;
  }
  expect(refusal).toBeInstanceOf(Refusal);
  expect(JSON.stringify(refusal)).toContain(`"parameter":"${parameter}"`);
});
