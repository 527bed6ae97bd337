/** Days people name. */
import { beforeAtOf } from './before-date.ts';

const now = Date.UTC(2026, 10, 26, 12);

test.each([
  { text: '2026-08-31', value: Date.UTC(2026, 7, 31) },
  { text: '2026-11-26', value: Date.UTC(2026, 10, 26) },
  { text: '2026-11-27', detail: 'lies in the future' },
  { text: '2026-02-30', detail: 'is no day like 2026-08-31' },
  { text: '2026-8-1', detail: 'is no day like 2026-08-31' },
  { text: 'yesterday', detail: 'is no day like 2026-08-31' },
  { text: '', detail: 'is no day like 2026-08-31' },
])('$text', ({ text, value, detail }) => {
  expect(beforeAtOf(text, now)).toEqual(
    value === undefined ? { ok: false, detail } : { ok: true, value },
  );
});
