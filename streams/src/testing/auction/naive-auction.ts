/**
 * The oracle of the bidding rules: no state but the list of what was accepted, read again from the
 * beginning for every answer. Written from bidding.md section 5 without looking at the fold, and in
 * another way on purpose: money is paid out step by step, nothing is kept, nothing is fast.
 */
import type { IncrementRow } from '../../domain/auction/increments.ts';

export interface NaiveRules {
  readonly start: number;
  readonly reserve: number | null;
  readonly ladder: readonly IncrementRow[];
  readonly tie: 'EARLIER' | 'REJECT_EQUAL' | 'PREBID_LOSES';
  readonly showsFull: boolean;
  readonly leaderFlatRaisesPrice: boolean;
  readonly mayLower: boolean;
}

interface Said {
  readonly org: string;
  readonly what: 'BID' | 'REMOVED' | 'WAIVED';
  readonly flat: boolean;
  readonly amount: number;
  readonly pre: boolean;
  readonly whileLeading: boolean;
}

interface Purse {
  readonly org: string;
  money: number;
  stated: number;
  since: number;
  yields: boolean;
}

export interface NaiveView {
  readonly price: number | undefined;
  readonly leader: string | undefined;
  readonly ask: number;
}

export class NaiveAuction {
  readonly #rules: NaiveRules;
  readonly #said: Said[] = [];

  constructor(rules: NaiveRules) {
    this.#rules = rules;
  }

  #step(price: number): number {
    return this.#rules.ladder.findLast(([from]) => price >= from)?.[1] ?? Number.NaN;
  }

  /** Everybody who has money on the lot, the strongest first. */
  #purses(): Purse[] {
    const purses = new Map<string, Purse>();
    let reserve = this.#rules.reserve;
    this.#said.forEach((said, since) => {
      if (said.what === 'WAIVED') reserve = null;
      else if (said.what === 'REMOVED') purses.delete(said.org);
      else this.#pay(purses, said, since, reserve);
    });
    return [...purses.values()].sort(
      (one, other) =>
        other.money - one.money ||
        Number(one.yields) - Number(other.yields) ||
        one.since - other.since,
    );
  }

  #pay(purses: Map<string, Purse>, said: Said, since: number, reserve: number | null): void {
    const { org, amount, flat, pre, whileLeading } = said;
    const purse = purses.get(org) ?? { org, money: 0, stated: 0, since, yields: false };
    purses.set(org, purse);
    const before = purse.money;
    const statesPrice = flat && (!whileLeading || this.#rules.leaderFlatRaisesPrice);
    if (statesPrice) purse.stated = amount;
    purse.money = whileLeading && statesPrice ? Math.max(before, amount) : amount;
    if (purse.money > before) {
      purse.since = since;
      purse.yields = pre && this.#rules.tie === 'PREBID_LOSES';
    }
    if (this.#rules.showsFull && reserve !== null && purse.money < reserve) {
      purse.stated = purse.money;
    }
  }

  #isWaived(): boolean {
    return this.#said.some(({ what }) => what === 'WAIVED');
  }

  view(): NaiveView {
    const [first, second] = this.#purses();
    const { start, reserve } = this.#rules;
    if (first === undefined) return { price: undefined, leader: undefined, ask: start };
    let price = start;
    // The runner-up spends all he has; the leader answers with one step more, or with all he has.
    if (second !== undefined) {
      const answer = second.money + this.#step(second.money);
      price = Math.max(price, answer <= first.money ? answer : first.money);
    }
    if (first.stated > price) price = first.stated;
    // The house bids for the seller as far as the leader can follow to the reserve.
    if (reserve !== null && !this.#isWaived() && first.money >= reserve && price < reserve) {
      price = reserve;
    }
    return { price, leader: first.org, ask: price + this.#step(price) };
  }

  /** @returns '' when accepted, else the reason */
  bid(org: string, flat: boolean, amount: number, pre: boolean): string {
    const { leader, ask, price } = this.view();
    const money = this.#purses()[0]?.money ?? 0;
    const whileLeading = leader === org;
    const reason = whileLeading
      ? this.#leaderReason(flat, amount, money, ask, price ?? 0)
      : this.#challengerReason(amount, ask, money);
    if (reason === '') this.#said.push({ org, what: 'BID', flat, amount, pre, whileLeading });
    return reason;
  }

  #challengerReason(amount: number, ask: number, leaderMoney: number): string {
    if (amount < ask) return 'TOO_LOW';
    return this.#rules.tie === 'REJECT_EQUAL' && amount === leaderMoney ? 'EQUAL_MAX' : '';
  }

  #leaderReason(flat: boolean, amount: number, money: number, ask: number, price: number): string {
    if (flat && this.#rules.leaderFlatRaisesPrice) return amount >= ask ? '' : 'TOO_LOW';
    if (amount > money) return '';
    if (amount === money || !this.#rules.mayLower) return 'NOT_HIGHER';
    return amount >= price ? '' : 'TOO_LOW';
  }

  #note(what: Said['what'], org: string): void {
    this.#said.push({ org, what, flat: false, amount: 0, pre: false, whileLeading: false });
  }

  remove(org: string): boolean {
    const stands = this.#purses().some((purse) => purse.org === org);
    if (stands) this.#note('REMOVED', org);
    return stands;
  }

  /** Only while somebody who bids would not get the lot for want of money. */
  waive(): boolean {
    const { reserve } = this.#rules;
    const money = this.#purses()[0]?.money ?? 0;
    const isAllowed = reserve !== null && !this.#isWaived() && money < reserve;
    if (isAllowed) this.#note('WAIVED', '');
    return isAllowed;
  }
}
