/** The subscriptions of one client, as channels: two with the same view share one. */
import type { Err, Heartbeat, SubMessage } from '../board-protocol.ts';
import { Channel } from './channel.ts';
import type { ChannelOwner, ChannelWorld } from './channel.ts';
import type { SharedView } from './shared-view.ts';
import type { Rung } from './slow-ladder.ts';
import { readSubscription } from './subscription.ts';
import type { Subscription } from './subscription.ts';

export interface ChannelsWorld extends ChannelWorld {
  /** The view of a subscription, made on first use. */
  viewFor(subscription: Subscription): SharedView<Channel>;
}

export class ClientChannels {
  readonly #channels = new Map<SharedView<Channel>, Channel>();
  readonly #owner: ChannelOwner;
  readonly #world: ChannelsWorld;

  constructor(owner: ChannelOwner, world: ChannelsWorld) {
    this.#owner = owner;
    this.#world = world;
  }

  [Symbol.iterator](): IterableIterator<Channel> {
    return this.#channels.values();
  }

  /** @returns why not */
  subscribe(message: SubMessage): Pick<Err, 'code' | 'detail'> | undefined {
    const subs = [...this].flatMap((channel) => [...channel.subs]);
    if (subs.includes(message.sub)) return { code: 'duplicate_sub' };
    const { subs: most } = this.#world.limits;
    if (subs.length >= most) return { code: 'too_many', detail: `at most ${most} subscriptions` };
    const read = readSubscription(message, this.#world.board);
    if (!read.ok) return { code: 'bad_filter', detail: read.detail };
    const shared = this.#world.viewFor(read.subscription);
    const channel = this.#channels.get(shared) ?? new Channel(shared, this.#owner, this.#world);
    this.#channels.set(shared, channel);
    channel.ask(read.subscription.request);
    return undefined;
  }

  unsubscribe(sub: number, nowMs: number): void {
    for (const channel of this) {
      channel.subs.delete(sub);
      if (channel.subs.size === 0) this.drop(channel, nowMs);
    }
  }

  drop(channel: Channel, nowMs: number): void {
    channel.close(nowMs);
    this.#channels.delete(channel.shared);
  }

  /** Each takes up the speed its client is served at now. */
  repace(nowMs: number): void {
    for (const channel of this) channel.repace(nowMs);
  }

  /** The client's rung has changed: paused channels stand still, the others go at their new speed. */
  climb(was: Rung, rung: Rung, nowMs: number): void {
    if (rung === 'paused') for (const channel of this) channel.pause(nowMs);
    else if (was === 'paused') for (const channel of this) channel.unpause(nowMs);
    this.repace(nowMs);
  }

  closeAll(nowMs: number): void {
    for (const channel of this) channel.close(nowMs);
    this.#channels.clear();
  }

  /** Where every channel stands; a cursor only when it is good for all of them. */
  standing(nowMs: number): Pick<Heartbeat, 'at' | 'cur'> {
    const at: Record<string, number> = {};
    for (const { number, last } of this) if (last !== undefined) at[number] = last;
    const isCurrent = [...this].every((channel) => channel.isCurrent);
    return isCurrent ? { at, cur: this.#world.context(nowMs).cursor() } : { at };
  }
}
