import fc from 'fast-check';
import { CloseSchedule, repeatMs } from './close-schedule.ts';
import { noNewsMs } from './external-lot.ts';
import type { LotStatus } from './external-lot.ts';

const lotOf = (lotId: string, status: LotStatus, endsAt: number | null) => ({
  ...{ lotId, status, endsAt, kind: 'EXTERNAL' as const },
  ...{ startsAt: null, decisionUntil: null, graceMs: 0 },
});
const open = (lotId: string, endsAt: number) => lotOf(lotId, 'OPEN', endsAt);

it('gives the timers that are due, earliest first, each once', () => {
  const schedule = new CloseSchedule();
  for (const lot of [open('c', 30), open('a', 10), open('b', 20)]) schedule.see(lot);
  expect(schedule.nextAt()).toBe(10);
  expect(schedule.takeDue(20, 10).map(({ lotId }) => lotId)).toEqual(['a', 'b']);
  expect(schedule.takeDue(20, 10)).toEqual([]);
  expect(schedule.nextAt()).toBe(30);
});

it.each<[what: string, status: LotStatus, endsAt: number | null, expected: number | undefined]>([
  ['open', 'OPEN', 100, 100],
  ['past its end', 'ENDING_UNCONFIRMED', 100, 100 + noNewsMs],
  ['without a date', 'SCHEDULED', null, undefined],
  ['ended', 'ENDED', 100, undefined],
  ['withdrawn', 'WITHDRAWN', 100, undefined],
])('a lot that is %s', (_what, status, endsAt, expected) => {
  const schedule = new CloseSchedule();
  schedule.see(lotOf('a', status, endsAt));
  expect(schedule.nextAt()).toBe(expected);
});

it('a newer row overtakes the timer of the older one', () => {
  const schedule = new CloseSchedule();
  schedule.see(open('a', 10));
  schedule.see(open('a', 50));
  expect(schedule.takeDue(20, 10)).toEqual([]);
  schedule.see(lotOf('a', 'ENDED', 50));
  expect(schedule.nextAt()).toBeUndefined();
  expect(schedule.size).toBe(0);
});

it('a row that changes nothing about the end does not ring twice', () => {
  const schedule = new CloseSchedule();
  schedule.see(open('a', 10));
  expect(schedule.takeDue(10, 10)).toHaveLength(1);
  schedule.see(open('a', 10));
  expect(schedule.takeDue(10, 10)).toEqual([]);
});

it('gives at most as many as asked for', () => {
  const schedule = new CloseSchedule();
  for (let index = 0; index < 5; index += 1) schedule.see(open(`lot ${index}`, 1));
  expect(schedule.takeDue(1, 3)).toHaveLength(3);
  expect(schedule.takeDue(1, 3)).toHaveLength(2);
});

it('agrees with a naive list whatever rows come in whatever order', () => {
  const row = fc.record({
    lotId: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    endsAt: fc.integer({ min: 0, max: 50 }),
    isOpen: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(row), fc.integer({ min: 0, max: 50 }), (rows, now) => {
      const schedule = new CloseSchedule();
      const naive = new Map<string, number>();
      for (const { lotId, endsAt, isOpen } of rows) {
        schedule.see(lotOf(lotId, isOpen ? 'OPEN' : 'ENDED', endsAt));
        if (isOpen) naive.set(lotId, endsAt);
        else naive.delete(lotId);
      }
      const due = [...naive].filter(([, endsAt]) => endsAt <= now);
      const taken = schedule.takeDue(now, 100);
      expect(taken.map(({ lotId, at }) => [lotId, at]).sort()).toEqual(due.sort());
      expect(taken.map(({ at }) => at)).toEqual(taken.map(({ at }) => at).sort((x, y) => x - y));
    }),
  );
});

it.each<[status: LotStatus, type: string, at: number]>([
  ['SCHEDULED', 'OPEN_DUE', 10],
  ['OPEN', 'CLOSE_DUE', 100 + 7],
  ['PENDING_APPROVAL', 'DEADLINE_DUE', 200],
  ['COUNTERED', 'DEADLINE_DUE', 200],
])('a lot of our own that is %s', (status, type, at) => {
  const schedule = new CloseSchedule();
  const times = { startsAt: 10, endsAt: 100, decisionUntil: 200, graceMs: 7 };
  schedule.see({ lotId: 'a', kind: 'OWN', status, ...times });
  expect(schedule.takeDue(at - 1, 10)).toEqual([]);
  expect(schedule.takeDue(at, 10)).toMatchObject([{ lotId: 'a', type, at }]);
  expect(schedule.takeDue(at + repeatMs - 1, 10)).toEqual([]);
  expect(schedule.takeDue(at + repeatMs, 10)).toMatchObject([{ lotId: 'a', type, at }]);
});
