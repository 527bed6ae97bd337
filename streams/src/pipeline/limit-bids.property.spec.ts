/**
 * Bids of two organisations with a limit while every process may die at every transaction, and clients
 * repeat keys: in the end each account says what the lots' own books say, and no credit was exceeded.
 */
import fc from 'fast-check';
import { topics } from '@auction/avro/topics';
import { opensAt } from '../testing/auction/an-own-lot.ts';
import { LimitedDesk } from '../testing/auction/limited-desk.ts';
import { LotDesk } from '../testing/auction/lot-records.ts';
import type { Fate } from '../testing/driver-unit.ts';
import { PipelineDriver } from '../testing/pipeline-driver.ts';

const lotIds = ['L1', 'L2', 'L3'];
const organisations = ['A', 'B'] as const;
const credit = 4000;

const bid = fc.record({
  orgId: fc.constantFrom(...organisations),
  lotId: fc.constantFrom(...lotIds),
  amount: fc.integer({ min: 5, max: 30 }).map((steps) => steps * 100),
  isRepeat: fc.boolean(),
});
const fates = fc.array(
  fc.constantFrom<Fate>(
    'COMMIT',
    'COMMIT',
    'COMMIT',
    'DIE_BEFORE',
    'DIE_AFTER_PLAIN',
    'COMMIT_AND_DIE',
  ),
  { minLength: 1, maxLength: 12 },
);

/** Sum of the maxima of lots it leads, from the resolver's own books; minor units. */
function bound(driver: PipelineDriver, orgId: string): number {
  return [...driver.last(topics.lotsBook).values()]
    .flatMap(({ own }) => {
      const ranked = (own?.parties ?? [])
        .filter(({ maxMinor }) => maxMinor > 0)
        .toSorted((one, other) => other.maxMinor - one.maxMinor || one.order - other.order);
      const [leader] = ranked;
      return leader?.orgId === orgId ? [leader.maxMinor] : [];
    })
    .reduce((sum, maxMinor) => sum + maxMinor, 0);
}

it('whatever dies, accounts agree with books and no credit is exceeded', () => {
  fc.assert(
    fc.property(fc.array(bid, { minLength: 1, maxLength: 25 }), fates, (bids, chosen) => {
      let isCalm = true;
      let count = 0;
      const fate = (): Fate =>
        isCalm ? 'COMMIT' : (chosen[(count += 1) % chosen.length] ?? 'COMMIT');
      const driver = new PipelineDriver({ relaysLetters: true, recordsPerCommit: 3, fate });
      driver.advanceTo(opensAt - 1000);
      for (const lotId of lotIds) new LotDesk(driver, lotId).offer();
      driver.advanceTo(opensAt);
      const desks = new Map(organisations.map((orgId) => [orgId, new LimitedDesk(driver, orgId)]));
      for (const desk of desks.values()) desk.limit(credit);
      // What always dies would never commit anything.
      isCalm = !chosen.includes('COMMIT');
      for (const { orgId, lotId, amount, isRepeat } of bids) {
        const desk = desks.get(orgId);
        if (desk === undefined) continue;
        const command = desk.command(lotId, amount);
        desk.take(command);
        if (isRepeat) desk.take({ ...command, commandId: `${command.commandId}-again` });
        for (const one of organisations) {
          expect(bound(driver, one)).toBeLessThanOrEqual(credit * 100);
        }
      }
      const last = driver.last(topics.limits);
      for (const orgId of organisations) {
        expect(last.get(orgId)?.entry?.exposureMinor).toBe(bound(driver, orgId));
        const open = last.get(orgId)?.entry?.reservations.flatMap(({ inFlight }) => inFlight);
        expect(open).toEqual([]);
      }
    }),
    { numRuns: 40 },
  );
}, 60_000);
