import type { LotOutcome, Outcome } from '@auction/avro/records';
import { biddersOf, firstLetters } from './letters-to-postgres.ts';

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

test('whose bid was accepted is a bidder; whose was refused, and who is only told, is none', () => {
  const answer: Outcome = {
    ...{ result: 'ACCEPTED', position: 'OUTBID', ownMaxMinor: 1, priceMinor: 1, code: null },
    ...{ askMinor: null, reasons: [], closedSeq: null, letterNumber: 1 },
  };
  const bid = aLetter({ toOrg: 'bidder', notice: null, outcome: answer });
  const refusal: Outcome = { ...answer, result: 'REJECTED', position: null, code: 'TOO_LOW' };
  const refused = aLetter({ toOrg: 'late', notice: null, outcome: refusal });
  expect(biddersOf([bid, refused, aLetter()])).toEqual([
    { orgId: 'bidder', lotId: 'lot', at: bid.at },
  ]);
});
