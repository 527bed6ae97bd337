import { filtersOf, spanOf, viewOf } from './log-view.ts';
import type { Parameters } from './log-view.ts';

const hour = 3_600_000;
const now = 1_789_000_000_500;
const end = 1_789_000_001_000;

test.each<[Parameters, object, { from: number; to: number }]>([
  [{}, { level: 'info' }, { from: end - hour, to: end }],
  [{ range: '15', level: 'debug' }, {}, { from: end - hour / 4, to: end }],
  [{ range: '7', level: 'loud' }, { level: 'info' }, { from: end - hour, to: end }],
  [{ from: '5', to: '9', level: 'warn' }, { level: 'warn' }, { from: 5, to: 9 }],
  [{ from: '9', to: '5' }, { level: 'info' }, { from: end - hour, to: end }],
  [
    { service: 'gateway', lot: 'a', text: '  ', request: 'r ' },
    { service: 'gateway', lot: 'a', request: 'r', level: 'info' },
    { from: end - hour, to: end },
  ],
])('%j asks for %j', (parameters, filters, span) => {
  const view = viewOf(parameters);
  expect(filtersOf(view)).toEqual(filters);
  expect(spanOf(view, now)).toEqual(span);
});
