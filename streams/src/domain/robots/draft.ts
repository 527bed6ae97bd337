/** A robot's memory while one turn changes it: what was touched is known at the end. */
import { deedsKept, newMemory } from './robot.ts';
import type {
  BidInFlight,
  Deed,
  DeedKind,
  LotMemory,
  RobotBid,
  RobotMemory,
  RobotOrder,
  RobotStatus,
} from './robot.ts';
import type { Move } from './strategies.ts';

export interface DeedGiven {
  readonly lotId?: string;
  readonly reason?: string | null;
  readonly amountMinor?: number | null;
  readonly priceMinor?: number | null;
  readonly askMinor?: number | null;
}

export class Draft {
  readonly order: RobotOrder;
  readonly now: number;
  readonly bids: RobotBid[] = [];
  wakeAt: number | null = null;
  #memory: RobotMemory;
  #isChanged = false;

  constructor(order: RobotOrder, memory: RobotMemory | undefined, now: number) {
    this.order = order;
    this.now = now;
    this.#memory = memory ?? newMemory(order);
  }

  get memory(): RobotMemory {
    return this.#memory;
  }

  get isChanged(): boolean {
    return this.#isChanged;
  }

  change(change: Partial<Pick<RobotMemory, 'revision' | 'status' | 'statusReason'>>): void {
    this.#memory = { ...this.#memory, ...change };
    this.#isChanged = true;
  }

  changeLot(lotId: string, change: Partial<LotMemory>): void {
    const lots = this.#memory.lots.map((lot) =>
      lot.lotId === lotId ? { ...lot, ...change } : lot,
    );
    this.#memory = { ...this.#memory, lots };
    this.#isChanged = true;
  }

  say(kind: DeedKind, given: DeedGiven = {}): void {
    const deed: Deed = {
      number: this.#memory.deedCount + 1,
      at: this.now,
      kind,
      lotId: given.lotId ?? null,
      reason: given.reason ?? null,
      amountMinor: given.amountMinor ?? null,
      priceMinor: given.priceMinor ?? null,
      askMinor: given.askMinor ?? null,
    };
    const deeds = [...this.#memory.deeds, deed].slice(-deedsKept);
    this.#memory = { ...this.#memory, deeds, deedCount: deed.number };
    this.#isChanged = true;
  }

  /** Says once why it does not bid, until something else happens on the lot. */
  remark(lotId: string, reason: string, askMinor: number | null): void {
    const lot = this.#memory.lots.find((one) => one.lotId === lotId);
    if (lot === undefined || lot.remark === reason) return;
    this.changeLot(lotId, { remark: reason });
    this.say('HELD_BACK', { lotId, reason, askMinor });
  }

  end(status: RobotStatus & ('DONE' | 'FAILED'), reason: string): void {
    this.change({ status, statusReason: reason });
    this.say(status, { reason });
  }

  wake(at: number | null): void {
    if (at !== null && (this.wakeAt === null || at < this.wakeAt)) this.wakeAt = at;
  }

  /** Puts a bid on its way: kept before it is sent, so that after a crash it is the same bid. */
  bid(lot: LotMemory, move: Move & { readonly type: 'BID' }, seq: number, askMinor: number): void {
    const { lotId } = lot;
    const { kind, amountMinor, reason } = move;
    const clientSeq = lot.clientSeq + 1;
    const inFlight: BidInFlight = { clientSeq, kind, amountMinor, sentAt: this.now };
    const decided = { decidedSeq: seq, decidedAt: this.now, isDone: move.isLast, remark: '' };
    this.changeLot(lotId, { clientSeq, inFlight, ...decided });
    this.say('BID_SENT', { lotId, reason, amountMinor, askMinor });
    this.#send(lotId, inFlight);
  }

  /** The same bid once more: if it has arrived before, its outcome comes again and nothing else. */
  bidAgain(lotId: string, before: BidInFlight): void {
    const inFlight = { ...before, sentAt: this.now };
    this.changeLot(lotId, { inFlight });
    this.say('BID_SENT_AGAIN', { lotId, reason: 'NO_OUTCOME', amountMinor: before.amountMinor });
    this.#send(lotId, inFlight);
  }

  #send(lotId: string, { clientSeq, kind, amountMinor }: BidInFlight): void {
    this.bids.push({ order: this.order, lotId, clientSeq, kind, amountMinor, at: this.now });
  }
}
