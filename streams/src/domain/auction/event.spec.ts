/** The split of public and private events is kept by the compiler; this asks it. */
import { isPublic } from './event.ts';
import type { LotEvent, PublicEvent } from './event.ts';

type KeysOf<T> = T extends unknown ? keyof T : never;
type Secret =
  | 'orgId'
  | 'orgIds'
  | 'userId'
  | 'offer'
  | 'maxMinor'
  | 'floorMinor'
  | 'reserveMinor'
  | 'terms'
  | 'amountMinor';

it('no public event has a field for an organisation, a maximum or a reserve', () => {
  const leaks: Extract<KeysOf<PublicEvent>, Secret>[] = [];
  // The type above is never: a field of a secret's name would make this line not compile.
  const none: never[] = leaks;
  expect(none).toEqual([]);
});

it.each<[event: LotEvent, expected: boolean]>([
  [{ type: 'CounterMade', amountMinor: 1 }, false],
  [{ type: 'BidsRemoved', orgIds: ['A'] }, false],
  [{ type: 'BuyNowRemoved' }, true],
  [{ type: 'LotPending', until: 1 }, true],
])('%j', (event, expected) => {
  expect(isPublic(event)).toBe(expected);
});
