import type { LotOutcome } from '@auction/avro/records';
import { firstLetters } from './letters-to-postgres.ts';

const aLetter = (given: Partial<LotOutcome> = {}): LotOutcome => ({
  lotId: 'lot',
  toOrg: 'org',
  number: 1,
  commandId: null,
  clientId: '',
  clientSeq: 0,
  isRepeat: false,
  at: 1_795_300_000_000,
  seq: 1,
  currency: 'EUR',
  outcome: null,
  notice: { kind: 'OUTBID', priceMinor: 100, amountMinor: null },
  ...given,
});

test('the first letter of a number stays, and none of a lot that is not there', () => {
  const first = aLetter({ number: 2, commandId: 'one' });
  const again = aLetter({ number: 2, commandId: 'two', isRepeat: true });
  const nowhere = aLetter({ number: 0 });
  expect(firstLetters([first, nowhere, again, aLetter()])).toEqual([aLetter(), first]);
});
