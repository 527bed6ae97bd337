/** A lot played by hand: wishes in, and in short words what came of them. */
import type { Book } from '../../domain/auction/book.ts';
import type { AmendLot, PlaceBid, Sender, Timer, Wish } from '../../domain/auction/command.ts';
import { reach, take } from '../../domain/auction/fold.ts';
import type { Step } from '../../domain/auction/fold.ts';
import { aBid, aCommand, anOpenLot, opensAt, sellerOrg, someTerms } from './an-own-lot.ts';
import type { TermsGiven } from './an-own-lot.ts';

const noChange: AmendLot = {
  terms: null,
  isMaterial: false,
  endsAt: null,
  waivesReserve: false,
  excludedOrgs: [],
};

export class Sale {
  readonly book: Book;
  /** The last step. */
  step: Step | undefined;

  constructor(terms: TermsGiven = {}) {
    this.book = anOpenLot(someTerms(terms));
  }

  /** @returns the refusal's code, else the position, else DONE */
  wish(wish: Wish, sender: Partial<Sender> = {}): string {
    const { receivedAt = opensAt } = sender;
    this.step = take('L', this.book, aCommand(wish, { receivedAt, ...sender }), receivedAt);
    const outcome = this.step.letters[0]?.outcome;
    return outcome?.code ?? outcome?.position ?? 'DONE';
  }

  bid(orgId: string, bid: Partial<PlaceBid>, sender: Partial<Sender> = {}): string {
    return this.wish({ type: 'PLACE_BID', bid: aBid(bid) }, { orgId, ...sender });
  }

  bySeller(wish: Wish, sender: Partial<Sender> = {}): string {
    return this.wish(wish, { orgId: sellerOrg, ...sender });
  }

  amend(amend: Partial<AmendLot>, sender: Partial<Sender> = {}): string {
    return this.bySeller({ type: 'AMEND_LOT', amend: { ...noChange, ...amend } }, sender);
  }

  timer(type: Timer['type'], forAt: number, appendedAt = forAt): void {
    this.step = reach(this.book, { type, forAt }, appendedAt);
  }

  /** Types of the last step's public events. */
  get events(): string[] {
    return (this.step?.events ?? []).map(({ type }) => type);
  }

  /** Notices of the last step. */
  get notices(): string[] {
    return (this.step?.letters ?? []).flatMap(({ toOrg, notice }) =>
      notice === null ? [] : [`${toOrg} ${notice.kind}`],
    );
  }

  /** Letters of the last step that answer with reasons. */
  get reasons(): readonly string[] {
    return this.step?.letters[0]?.outcome?.reasons ?? [];
  }
}
