/**
 * Random bids of organisations with a credit on real lots, letters coming late: what the account says
 * against what the lots themselves say, which know nothing of accounts.
 */
import fc from 'fast-check';
import type { Book } from '../auction/book.ts';
import { take } from '../auction/fold.ts';
import type { Letter } from '../auction/letter.ts';
import { aBid, aCommand, anOpenLot, opensAt, someTerms } from '../../testing/auction/an-own-lot.ts';
import { exposureMinor, newAccount, withLimits } from './account.ts';
import type { Account } from './account.ts';
import { reserved } from './reserve.ts';
import { told } from './told.ts';

const organisations = ['A', 'B', 'C'];
const lotIds = ['1', '2', '3', '4'];
const creditMinor = 400_000;

/** One organisation's turn: it bids, an operator removes its bid, or it reads what came. */
const turn = fc.record({
  orgId: fc.constantFrom(...organisations),
  lotId: fc.constantFrom(...lotIds),
  amountMinor: fc.integer({ min: 5, max: 35 }).map((steps) => steps * 10_000),
  act: fc.constantFrom('BID', 'BID', 'BID', 'BID', 'READ', 'READ', 'REMOVE'),
});
type Turn = typeof turn extends fc.Arbitrary<infer T> ? T : never;

interface Sent extends Letter {
  readonly lotId: string;
  readonly commandId: string;
}

class Market {
  readonly lots = new Map<string, Book>(
    lotIds.map((id) => [id, anOpenLot(someTerms({ incTable: 'flat-5000@1' }))]),
  );
  readonly accounts = new Map<string, Account>(
    organisations.map((id) => {
      const limits = { version: 1, creditMinor, currency: 'EUR', lotsLedMax: null };
      return [id, withLimits(newAccount, limits)];
    }),
  );
  /** Letters on their way, by organisation. */
  readonly post = new Map<string, Sent[]>(organisations.map((id) => [id, []]));
  /** A lead came back: from then on more than the credit may be bound. */
  readonly isForgiven = new Set<string>();

  #account(orgId: string): Account {
    return this.accounts.get(orgId) ?? newAccount;
  }

  #lot(lotId: string): Book {
    const book = this.lots.get(lotId);
    if (book === undefined) throw new Error(lotId);
    return book;
  }

  play({ orgId, lotId, amountMinor, act }: Turn): void {
    if (act === 'READ') this.read(orgId, 1);
    else if (act === 'REMOVE') this.#remove(orgId, lotId);
    else this.#bid(orgId, lotId, amountMinor);
  }

  #bid(orgId: string, lotId: string, amountMinor: number): void {
    const command = aCommand(
      { type: 'PLACE_BID', bid: aBid({ amountMinor }) },
      { orgId, clientId: orgId },
    );
    const { commandId } = command;
    const binding = {
      commandId,
      lotId,
      currency: 'EUR',
      what: { type: 'BID' as const, amountMinor },
    };
    const { account, refusal } = reserved(this.#account(orgId), binding);
    this.accounts.set(orgId, account);
    const sender = { ...command.sender, refused: refusal };
    this.#hand(
      lotId,
      commandId,
      take(lotId, this.#lot(lotId), { ...command, sender }, opensAt).letters,
    );
  }

  #remove(targetOrg: string, lotId: string): void {
    const wish = { type: 'RETRACT_BID' as const, targetOrg, reasonCode: 'ERROR' };
    const command = aCommand(wish, { orgId: 'staff', isAdmin: true });
    const { letters } = take(lotId, this.#lot(lotId), command, opensAt);
    this.#hand(lotId, command.commandId, letters);
  }

  #hand(lotId: string, answered: string, letters: readonly Letter[]): void {
    for (const letter of letters) {
      const commandId = letter.outcome === null ? '' : answered;
      this.post.get(letter.toOrg)?.push({ ...letter, lotId, commandId });
      if (letter.notice?.kind === 'LEADING_AGAIN') this.isForgiven.add(letter.toOrg);
    }
  }

  /** The organisation's limiter reads letters, some of them twice. */
  read(orgId: string, max: number): void {
    const waiting = this.post.get(orgId) ?? [];
    for (const letter of waiting.splice(0, max)) {
      const { commandId } = letter;
      const once = { ...letter, currency: 'EUR', commandId: commandId === '' ? null : commandId };
      this.accounts.set(orgId, told(told(this.#account(orgId), once), once));
    }
  }

  exposure(orgId: string): number {
    return exposureMinor(this.#account(orgId));
  }

  /** What the lots say: the sum of maxima of those it leads. */
  bound(orgId: string): number {
    return [...this.lots.values()]
      .map(({ market }) => (market.leader?.orgId === orgId ? market.leader.maxMinor : 0))
      .reduce((sum, maxMinor) => sum + maxMinor, 0);
  }
}

it('never bound beyond the credit; once all letters are read, account and lots agree', () => {
  fc.assert(
    fc.property(fc.array(turn, { minLength: 1, maxLength: 120 }), (turns) => {
      const market = new Market();
      for (const one of turns) {
        market.play(one);
        for (const orgId of organisations) {
          if (market.isForgiven.has(orgId)) continue;
          expect(market.exposure(orgId)).toBeLessThanOrEqual(creditMinor);
          // Before letters are read the account knows too much, never too little.
          expect(market.bound(orgId)).toBeLessThanOrEqual(market.exposure(orgId));
        }
      }
      for (const orgId of organisations) {
        market.read(orgId, Infinity);
        expect(market.exposure(orgId)).toBe(market.bound(orgId));
      }
    }),
    { numRuns: 300 },
  );
});
