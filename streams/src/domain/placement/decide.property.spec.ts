/** Whatever comes in whatever order: one send at a time, and one retry of an order at most. */
import fc from 'fast-check';
import { say } from '../../testing/a-placement.ts';
import { decide } from './decide.ts';
import type { Command, Placement } from './placement.ts';

const orderIds = fc.constantFrom('o1', 'o2', 'o3');
const attempts = fc.integer({ min: 1, max: 3 });
const amounts = fc.integer({ min: 1, max: 5 }).map((step) => step * 50_000);
type Made = (ms: number) => Command;
const made = fc.oneof(
  fc.record({ orderId: orderIds, maxMinor: amounts }).map(
    (of): Made =>
      (ms) =>
        say.order(ms, of),
  ),
  fc.tuple(fc.constantFrom('r1', 'r2'), attempts, orderIds).map(
    ([runner, attempt, id]): Made =>
      (ms) =>
        say.claim(ms, runner, attempt, id),
  ),
  fc.tuple(fc.constantFrom('PLACED', 'REFUSED', 'UNCLEAR'), attempts, orderIds).map(
    ([verdict, attempt, orderId]): Made =>
      (ms) =>
        say.answer(ms, verdict, verdict === 'REFUSED' ? 'TOO_LOW' : null, { attempt, orderId }),
  ),
  fc.tuple(attempts, orderIds).map(
    ([attempt, id]): Made =>
      (ms) =>
        say.lostTrack(ms, attempt, id),
  ),
  fc.tuple(fc.constantFrom('FOUND', 'ABSENT', 'FAILED'), amounts, orderIds, fc.boolean()).map(
    ([finding, maxMinor, orderId, isHighBidder]): Made =>
      (ms) =>
        say.read(ms, finding, { maxMinor, orderId, isHighBidder }),
  ),
);
const histories = fc.array(fc.tuple(made, fc.integer({ min: 1, max: 20_000 })), { maxLength: 60 });

/** A send happens when a claim is taken; it is over when the placement leaves SUBMITTING or landed. */
test('never two sends in flight, never more than one retry, versions rise by one', () => {
  fc.assert(
    fc.property(histories, (history) => {
      const sends = new Map<string, number>();
      let ms = 0;
      let placement: Placement | undefined;
      for (const [make, passes] of history) {
        ms += passes;
        const next = decide(placement, make(ms));
        if (next === undefined) continue;
        expect(next.version).toBe((placement?.version ?? 0) + 1);
        const isSend = next.claim !== null && next.claim !== placement?.claim;
        if (isSend) {
          expect(placement?.claim ?? null).toBeNull();
          expect(placement?.isLanded).toBe(false);
          const { orderId } = next.order;
          sends.set(orderId, (sends.get(orderId) ?? 0) + 1);
        }
        placement = next;
      }
      for (const count of sends.values()) expect(count).toBeLessThanOrEqual(2);
    }),
    { numRuns: 2_000 },
  );
});

test('what waits or was taken is never lower than what stands', () => {
  fc.assert(
    fc.property(histories, (history) => {
      let ms = 0;
      let placement: Placement | undefined;
      for (const [make, passes] of history) {
        ms += passes;
        placement = decide(placement, make(ms)) ?? placement;
        if (placement?.waiting)
          expect(placement.waiting.maxMinor).toBeGreaterThan(placement.order.maxMinor);
      }
    }),
  );
});
