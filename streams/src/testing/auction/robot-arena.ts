/** Robots, and people beside them, on real books of the auction engine; time moves when nobody acts. */
import { lotRow } from '../../domain/auction/lot-row.ts';
import type { Book } from '../../domain/auction/book.ts';
import { reach, take } from '../../domain/auction/fold.ts';
import type { Step } from '../../domain/auction/fold.ts';
import type { PlaceBid, Wish } from '../../domain/auction/command.ts';
import { clientIdOf, snipeLeadUsualMs } from '../../domain/robots/robot.ts';
import type {
  Answer,
  LotView,
  RobotBid,
  RobotMemory,
  RobotOrder,
} from '../../domain/robots/robot.ts';
import { sightOf, standingAfter } from '../../domain/robots/standing.ts';
import type { KnownStanding } from '../../domain/robots/standing.ts';
import { turn } from '../../domain/robots/turn.ts';
import type { Turn } from '../../domain/robots/turn.ts';
import { aBid, aCommand, anOpenLot, endsAt, opensAt, sellerOrg, someTerms } from './an-own-lot.ts';
import type { TermsGiven } from './an-own-lot.ts';

type OrderGiven = Partial<Omit<RobotOrder, 'lots'>> & {
  readonly caps: Readonly<Record<string, number>>;
};

/** An order that runs. @param given.caps major units by lot; the rest minor units */
export function anOrder({ caps, ...given }: OrderGiven): RobotOrder {
  const lots = Object.entries(caps).map(([lotId, cap], priority) => {
    return { lotId, capMinor: cap * 100, priority };
  });
  return {
    robotId: 'R',
    orgId: 'A',
    userId: 'u',
    revision: 1,
    wish: 'RUN',
    isHalted: false,
    isLimited: false,
    strategy: 'STEP',
    currency: 'EUR',
    leadMs: given.strategy === 'SNIPE' ? snipeLeadUsualMs : null,
    stepCount: 0,
    winCount: 0,
    budgetMinor: null,
    ...given,
    lots,
  };
}

/** Robots end: of longer play something is wrong with the rules. */
const roundsMax = 50_000;

interface Player {
  order: RobotOrder;
  memory: RobotMemory | undefined;
}

export class RobotArena {
  now = opensAt;
  startedAt = 0;
  /** Robots' bids that reached a book, `A F500` in major units. */
  readonly sent: string[] = [];
  /** Every command robots sent, repeats included. */
  readonly bids: RobotBid[] = [];
  /** false: bids are lost on their way. */
  isConnected = true;
  /** Called after every step. */
  onStep: () => void = () => undefined;
  readonly #books = new Map<string, Book>();
  readonly #seenAt = new Map<string, number>();
  readonly #standings = new Map<string, KnownStanding>();
  readonly #answers = new Map<string, Answer>();
  readonly #players = new Map<string, Player>();

  lot(lotId: string, terms: TermsGiven = {}): Book {
    const book = anOpenLot(someTerms(terms));
    this.#books.set(lotId, book);
    this.#seenAt.set(lotId, this.now);
    return book;
  }

  book(lotId: string): Book {
    const book = this.#books.get(lotId);
    if (book === undefined) throw new Error(`no lot ${lotId}`);
    return book;
  }

  robot(order: RobotOrder): void {
    this.#players.set(order.robotId, { order, memory: this.#players.get(order.robotId)?.memory });
  }

  order(robotId: string): RobotOrder {
    return this.#player(robotId).order;
  }

  memory(robotId = 'R'): RobotMemory {
    const { memory } = this.#player(robotId);
    if (memory === undefined) throw new Error(`${robotId} had no turn`);
    return memory;
  }

  /** Its deeds in short words: kind, reason, amount in major units. */
  deeds(robotId = 'R'): string[] {
    return this.memory(robotId).deeds.map(({ kind, lotId, reason, amountMinor }) =>
      [kind, reason, lotId === 'L' ? null : lotId, amountMinor === null ? null : amountMinor / 100]
        .filter((word) => word !== null)
        .join(' '),
    );
  }

  #player(robotId: string): Player {
    const player = this.#players.get(robotId);
    if (player === undefined) throw new Error(`no robot ${robotId}`);
    return player;
  }

  look(order: RobotOrder, lotId: string): LotView {
    const book = this.#books.get(lotId);
    const row = { summary: null, changedAt: 0, publishedAt: 0 };
    return {
      sight: book === undefined ? undefined : sightOf(lotRow(book, row)),
      seenAt: this.#seenAt.get(lotId) ?? 0,
      standing: this.#standings.get(`${order.orgId}/${lotId}`),
      answer: this.#answers.get(`${order.robotId}/${lotId}`),
    };
  }

  /** @param amount major units */
  bid(orgId: string, lotId: string, amount: number, given: Partial<PlaceBid> = {}): string {
    const bid = aBid({ ...given, amountMinor: amount * 100 });
    return this.wish(orgId, lotId, { type: 'PLACE_BID', bid });
  }

  bySeller(lotId: string, wish: Wish): string {
    return this.wish(sellerOrg, lotId, wish);
  }

  byAdmin(lotId: string, wish: Wish): string {
    return this.wish('platform', lotId, wish, true);
  }

  wish(orgId: string, lotId: string, wish: Wish, isAdmin = false): string {
    const command = aCommand(wish, { orgId, receivedAt: this.now, isAdmin });
    const step = take(lotId, this.book(lotId), command, this.now);
    this.#deliver(lotId, step);
    const outcome = step.letters[0]?.outcome;
    return outcome?.code ?? outcome?.position ?? 'DONE';
  }

  /** One turn of one robot; its bids go out unless the arena is cut off. */
  turn(robotId = 'R'): Turn {
    const player = this.#player(robotId);
    const { order } = player;
    const { now, startedAt } = this;
    const done = turn(order, player.memory, (lotId) => this.look(order, lotId), { now, startedAt });
    player.memory = done.memory;
    for (const bid of done.bids) this.#send(bid);
    this.onStep();
    return done;
  }

  #send(bid: RobotBid): void {
    this.bids.push(bid);
    if (!this.isConnected) return;
    const { order, lotId, clientSeq, kind, amountMinor } = bid;
    const { orgId, userId, robotId } = order;
    const placed = aBid({ kind, amountMinor, via: 'ROBOT' });
    const sender = { clientId: clientIdOf(robotId), clientSeq, orgId, userId };
    const command = aCommand(
      { type: 'PLACE_BID', bid: placed },
      { ...sender, receivedAt: this.now },
    );
    const step = take(lotId, this.book(lotId), command, this.now);
    const outcome = step.letters[0]?.outcome;
    if (outcome?.result === 'ACCEPTED' && step.letters[0]?.isRepeat === false) {
      this.sent.push(`${orgId} ${kind === 'FLAT' ? 'F' : 'P'}${amountMinor / 100}`);
    }
    this.#deliver(lotId, step);
    if (outcome != null) this.#answers.set(`${robotId}/${lotId}`, { clientSeq, ...outcome });
  }

  #deliver(lotId: string, { letters, events, book }: Step): void {
    for (const letter of letters) {
      const place = `${letter.toOrg}/${lotId}`;
      const seen = { ...letter, seq: book?.seq ?? 0 };
      this.#standings.set(place, standingAfter(this.#standings.get(place), seen));
    }
    if (events.length > 0) this.#seenAt.set(lotId, this.now);
  }

  /** Lets robots act and time pass until `until`, default: every lot is over. */
  run(until = Infinity): void {
    for (let round = 0; ; round += 1) {
      if (round > roundsMax) throw new Error('robots go on for ever');
      let next = until;
      let hasActed = false;
      for (const robotId of this.#players.keys()) {
        const { bids, wakeAt, isChanged } = this.turn(robotId);
        hasActed ||= bids.length > 0 || isChanged;
        if (wakeAt !== null) next = Math.min(next, wakeAt);
      }
      if (hasActed) continue;
      for (const book of this.#books.values()) {
        if (book.status === 'OPEN') next = Math.min(next, book.endsAt);
      }
      if (next === Infinity || this.now >= until) return;
      this.now = Math.max(this.now, next);
      this.#close();
    }
  }

  #close(): void {
    for (const [lotId, book] of this.#books) {
      if (book.status !== 'OPEN' || this.now < book.endsAt) continue;
      this.#deliver(lotId, reach(book, { type: 'CLOSE_DUE', forAt: book.endsAt }, this.now));
      this.onStep();
    }
  }

  /** Price in major units and the leader. */
  result(lotId = 'L'): string {
    const { market } = this.book(lotId);
    return `${market.priceMinor / 100} ${market.leader?.orgId ?? '-'}`;
  }
}

export { endsAt, opensAt };
