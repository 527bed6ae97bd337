/**
 * limits.commands -> lots.commands, placements.commands: bids of organisations with a limit, before their
 * lots see them, and orders for lots of other sites before they are sent there.
 * Every command goes on, refused or not, so that the resolver gives each its one outcome; letters of
 * the lots and placements come back here by `letters-to-limits` (docs/decisions/0044).
 */
import type { Codec } from '@auction/avro/codec';
import type {
  LimitCommand,
  LimitedBid,
  LotCommand,
  Placement,
  PlacementCommand,
} from '@auction/avro/records';
import { topics } from '@auction/avro/topics';
import { isBeyond, newAccount, settled, withLimits } from '../domain/limits/account.ts';
import type { Account } from '../domain/limits/account.ts';
import { placed } from '../domain/limits/placed.ts';
import type { Placed } from '../domain/limits/placed.ts';
import { reserved } from '../domain/limits/reserve.ts';
import type { Binding } from '../domain/limits/reserve.ts';
import { told } from '../domain/limits/told.ts';
import { bindingOf } from '../domain/placement/binding.ts';
import type { LogRecord } from '../runtime/log.ts';
import type { Output, Processor, Task } from '../runtime/processor.ts';
import type { Codecs } from '../runtime/registry.ts';
import { accountOf, accountRecord } from './limit-account-record.ts';
import { placementKey } from './place-bids.ts';
import { positionsIn } from './positions.ts';

export function limitBids(codecs: Codecs): Processor {
  return {
    name: 'limit-bids',
    inputs: [topics.limitsCommands],
    state: topics.limits,
    outputs: [],
    // Many write it, none in a transaction: one that hangs would hold up every bid behind it.
    plainOutputs: [topics.lotsCommands, topics.placementsCommands],
    stateVersion: 1,
    ...positionsIn(codecs.of(topics.limits)),
    createTask: () => new LimitTask(codecs),
  };
}

/** @returns undefined for a command that binds to nothing, or lacks its body */
export function bidOf({ command, currency }: LimitedBid): Binding | undefined {
  const { commandId, lotId, kind, placeBid, buyNow } = command;
  const named = { commandId, lotId, currency: placeBid?.currency ?? currency ?? '' };
  if (kind === 'PLACE_BID' && placeBid !== null) {
    return { ...named, what: { type: 'BID', amountMinor: placeBid.amountMinor } };
  }
  if (kind === 'BUY_NOW' && buyNow !== null) {
    return { ...named, what: { type: 'BUY_NOW', amountMinor: buyNow.amountMinor } };
  }
  return kind === 'ACCEPT_COUNTER' ? { ...named, what: { type: 'ACCEPT_COUNTER' } } : undefined;
}

const newsOf = (placement: Placement): Placed => ({
  ...bindingOf(placement),
  lotId: placement.lotId,
  number: placement.version,
  currency: placement.order.currency,
  orders: placement.seen,
});

interface Kept {
  readonly account: Account;
  readonly version: number;
}

class LimitTask implements Task {
  readonly #commandCodec: Codec<'LimitCommand'>;
  readonly #stateCodec: Codec<'LimitState'>;
  readonly #lotCodec: Codec<'LotCommand'>;
  readonly #orderCodec: Codec<'PlacementCommand'>;
  readonly #kept = new Map<string, Kept>();
  #refusedCount = 0;

  constructor(codecs: Codecs) {
    this.#commandCodec = codecs.of(topics.limitsCommands);
    this.#stateCodec = codecs.of(topics.limits);
    this.#lotCodec = codecs.of(topics.lotsCommands);
    this.#orderCodec = codecs.of(topics.placementsCommands);
  }

  /** @throws when the value cannot be read: the state is our own, so program and state disagree */
  restore(key: string, value: Buffer | null): void {
    const decoded = this.#stateCodec.decode(value);
    if (!decoded.ok) throw new Error(`state of ${key} cannot be read: ${decoded.reason}`);
    const { entry } = decoded.value;
    if (entry === null) this.#kept.delete(key);
    else this.#kept.set(key, { account: accountOf(entry), version: entry.version });
  }

  resume(): Readonly<Record<string, number>> {
    return {};
  }

  /** Nothing lives in memory alone. */
  replay(): void {
    return;
  }

  memo(): null {
    return null;
  }

  stats(): Readonly<Record<string, number>> {
    const accounts = [...this.#kept.values()];
    const beyondLimit = accounts.filter(({ account }) => isBeyond(account)).length;
    return { organisations: accounts.length, beyondLimit, refusedByLimit: this.#refusedCount };
  }

  process(record: LogRecord, output: Output): void {
    const decoded = this.#commandCodec.decode(record.value);
    if (!decoded.ok) {
      output.dead(record, `${decoded.reason}: ${decoded.detail}`);
      return;
    }
    const command = decoded.value;
    if (command.orgId !== record.key) {
      output.dead(record, 'WRONG_KEY: the command names another organisation');
    } else if (!this.#take(command, output)) {
      output.dead(record, `UNKNOWN_KIND: ${command.kind} without what belongs to it`);
    }
  }

  /** @returns false when nothing here knows what the command means */
  #take(command: LimitCommand, output: Output): boolean {
    const { orgId, bid, order, letter, placement, limits, settled: lot } = command;
    const before = this.#kept.get(orgId)?.account ?? newAccount;
    if (bid !== null) return this.#forward(orgId, before, bid, output);
    if (order !== null) return this.#order(orgId, before, order, output);
    if (letter !== null) this.#keep(orgId, before, told(before, letter), output);
    else if (placement !== null)
      this.#keep(orgId, before, placed(before, newsOf(placement)), output);
    else if (limits !== null) this.#keep(orgId, before, withLimits(before, limits), output);
    else if (lot !== null) this.#keep(orgId, before, settled(before, lot.lotId), output);
    else return false;
    return true;
  }

  /** @returns false when the command binds to nothing: it has no business here */
  #forward(orgId: string, before: Account, bid: LimitedBid, output: Output): boolean {
    const binding = bidOf(bid);
    const { sender } = bid.command;
    if (binding === undefined || sender?.orgId !== orgId) return false;
    const { account, refusal } = reserved(before, binding);
    if (refusal !== null) this.#refusedCount += 1;
    this.#keep(orgId, before, account, output);
    const refused = sender.refused ?? refusal;
    const command: LotCommand = { ...bid.command, sender: { ...sender, refused } };
    output.send(topics.lotsCommands, command.lotId, this.#lotCodec.encode(command));
    return true;
  }

  /** @returns false when it is no order of this organisation */
  #order(orgId: string, before: Account, command: PlacementCommand, output: Output): boolean {
    const { lotId, order: given } = command;
    if (given === null || command.orgId !== orgId) return false;
    const { orderId: commandId, currency, maxMinor: amountMinor } = given.order;
    const what = { type: 'BID', amountMinor } as const;
    const { account, refusal } = reserved(before, { commandId, lotId, currency, what });
    if (refusal !== null) this.#refusedCount += 1;
    this.#keep(orgId, before, account, output);
    const order = { ...given, refused: given.refused ?? refusal, isLimited: true };
    const value = this.#orderCodec.encode({ ...command, order });
    output.send(topics.placementsCommands, placementKey(command), value);
    return true;
  }

  #keep(orgId: string, before: Account, account: Account, output: Output): void {
    if (account === before) return;
    const version = (this.#kept.get(orgId)?.version ?? 0) + 1;
    this.#kept.set(orgId, { account, version });
    const entry = accountRecord(account, version);
    output.send(topics.limits, orgId, this.#stateCodec.encode({ position: null, entry }));
  }
}
