/** Own lots and commands for tests. Everything has a valid default; a test names what matters to it. */
import type { Book } from '../../domain/auction/book.ts';
import type { Command, PlaceBid, Sender, Wish } from '../../domain/auction/command.ts';
import { reach, take } from '../../domain/auction/fold.ts';
import { usualPolicy } from '../../domain/auction/terms.ts';
import type { LotTerms, Policy } from '../../domain/auction/terms.ts';

export const opensAt = 1_790_000_000_000;
export const endsAt = opensAt + 3_600_000;
export const sellerOrg = 'seller';

export type TermsGiven = Partial<Omit<LotTerms, 'policy'>> & {
  readonly policy?: Partial<Policy>;
};

/** A lot from 500.00 in steps of 50.00, no reserve, no buy-now, open for an hour. */
export const someTerms = ({ policy, ...given }: TermsGiven = {}): LotTerms => ({
  sellerOrg,
  excludedOrgs: ['linked'],
  vehicleId: 'V1',
  currency: 'EUR',
  startMinor: 50_000,
  reserveMinor: null,
  buyNowMinor: null,
  guideMinor: null,
  incTable: 'flat-5000@1',
  granularityMinor: 1,
  startsAt: opensAt,
  endsAt,
  relistOf: null,
  runList: null,
  ...given,
  policy: { ...usualPolicy, ...policy },
});

export const someSender = (given: Partial<Sender> = {}): Sender => ({
  clientId: 'c',
  clientSeq: 1,
  orgId: 'A',
  userId: 'u',
  isAdmin: false,
  receivedAt: opensAt,
  refused: null,
  ...given,
});

export const aBid = (given: Partial<PlaceBid> = {}): PlaceBid => {
  const { amountMinor = 50_000 } = given;
  return {
    kind: 'PROXY',
    amountMinor,
    currency: 'EUR',
    confirmMinor: amountMinor,
    phase: 'LIVE',
    via: 'HAND',
    ...given,
  };
};

let commandCount = 0;

/** A command of its own, later than all before it; the sender may be given in part. */
export const aCommand = (wish: Wish, sender: Partial<Sender> = {}): Command => {
  commandCount += 1;
  const numbered = { clientSeq: commandCount, ...sender };
  return { commandId: `c${commandCount}`, wish, sender: someSender(numbered) };
};

/** The fold as tests call it; mutants of it have the same shape. */
export interface Engine {
  readonly take: typeof take;
  readonly reach: typeof reach;
}
export const engine: Engine = { take, reach };

/** Creates, publishes and opens a lot. */
export function anOpenLot(terms: LotTerms, by: Engine = engine): Book {
  const seller = { orgId: sellerOrg, receivedAt: terms.startsAt };
  const created = by.take(
    'L',
    undefined,
    aCommand({ type: 'CREATE_LOT', terms }, seller),
    terms.startsAt,
  );
  if (created.book === undefined) {
    throw new Error(`not created: ${JSON.stringify(created.letters[0]?.outcome)}`);
  }
  by.take('L', created.book, aCommand({ type: 'PUBLISH_LOT' }, seller), terms.startsAt);
  by.reach(created.book, { type: 'OPEN_DUE', forAt: terms.startsAt }, terms.startsAt);
  return created.book;
}
