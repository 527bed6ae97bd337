/**
 * The life of one subscription as a pure state machine: what each server message means for it.
 * Source: live-board.md sections 1.4 to 1.6 and 1.10.
 */
import type { Delta, ErrCode, Heartbeat, Ok, Snap, Sum } from '@auction/gateway/contract';

/** Where to resume: every change before `cur` of board generation `epoch` is in the rows we hold. */
export interface Position {
  readonly epoch: string;
  readonly cur: string;
}

/** Why the server does not serve the subscription. */
export interface Refusal {
  readonly code: ErrCode | 'rights' | 'ended';
  readonly detail: string | null;
  /** Rows the filter would have had, with `filter_too_wide`. */
  readonly count: number | null;
}

export type Channel =
  /** Not asked for on this connection; rows we hold are of before. */
  | { readonly at: 'stale'; readonly position: Position | null }
  | { readonly at: 'asked'; readonly sub: number; readonly position: Position | null }
  | {
      readonly at: 'filling';
      readonly sub: number;
      readonly ch: number;
      readonly epoch: string;
      readonly parts: number;
      readonly part: number;
      readonly last: number;
    }
  | {
      readonly at: 'live';
      readonly sub: number;
      readonly ch: number;
      readonly epoch: string;
      /** Change number up to which everything is applied. */
      readonly last: number;
      readonly cur: string | null;
    }
  | { readonly at: 'refused'; readonly refusal: Refusal };

/** What the owner of the rows does about a message. */
export type ChannelAction =
  | 'ignore'
  /** A snapshot starts: rows it does not bring are over once it ends. */
  | 'begin'
  | 'apply'
  /** The last part of the snapshot is applied: drop the rows it did not bring. */
  | 'applyAndEnd'
  | 'beginAndEnd'
  /** A frame is missing: ask again from our position. */
  | 'gap'
  /** Our rows differ from the server's: ask for a snapshot. */
  | 'drift';

export interface ChannelStep {
  readonly channel: Channel;
  readonly action: ChannelAction;
}

export const unasked: Channel = { at: 'stale', position: null };

const unchanged = (channel: Channel): ChannelStep => ({ channel, action: 'ignore' });

/** The number of the view that carries this subscription; null before the server's `ok`. */
export function channelNumber(channel: Channel): number | null {
  return channel.at === 'filling' || channel.at === 'live' ? channel.ch : null;
}

/** The subscription's number on this connection; null when it is not subscribed. */
export function subNumber(channel: Channel): number | null {
  return channel.at === 'stale' || channel.at === 'refused' ? null : channel.sub;
}

/** Position to ask with; null: only a snapshot helps. */
export function positionOf(channel: Channel): Position | null {
  if (channel.at === 'stale' || channel.at === 'asked') return channel.position;
  if (channel.at !== 'live' || channel.cur === null) return null;
  return { epoch: channel.epoch, cur: channel.cur };
}

/** Our `sub` message has left. */
export function asked(sub: number, position: Position | null): Channel {
  return { at: 'asked', sub, position };
}

/** The connection is gone: rows stay, and a live channel keeps its position. */
export function lost(channel: Channel): Channel {
  return channel.at === 'refused' ? channel : { at: 'stale', position: positionOf(channel) };
}

/** The server will not (or no longer) serve the subscription. */
export function refused(refusal: Refusal): Channel {
  return { at: 'refused', refusal };
}

export function onOk(channel: Channel, ok: Ok): ChannelStep {
  if (subNumber(channel) !== ok.sub) return unchanged(channel);
  const { sub, ch, epoch } = ok;
  if (ok.mode === 'resume') {
    // The collapsed delta that follows starts at 0 and ends at `ok.to`.
    const cur = positionOf(channel)?.cur ?? null;
    return unchanged({ at: 'live', sub, ch, epoch, last: 0, cur });
  }
  return ok.parts === 0
    ? { channel: { at: 'live', sub, ch, epoch, last: ok.to, cur: null }, action: 'beginAndEnd' }
    : {
        channel: { at: 'filling', sub, ch, epoch, parts: ok.parts, part: 0, last: ok.to },
        action: 'begin',
      };
}

export function onSnap(channel: Channel, snap: Snap): ChannelStep {
  if (channel.at !== 'filling') return unchanged(channel);
  if (snap.part !== channel.part + 1) return { channel, action: 'drift' };
  if (snap.part < channel.parts) {
    return { channel: { ...channel, part: snap.part }, action: 'apply' };
  }
  const { sub, ch, epoch, last } = channel;
  return { channel: { at: 'live', sub, ch, epoch, last, cur: null }, action: 'applyAndEnd' };
}

export function onDelta(channel: Channel, delta: Delta): ChannelStep {
  if (channel.at !== 'live' || delta.to <= channel.last) return unchanged(channel);
  if (delta.from > channel.last) return { channel, action: 'gap' };
  return {
    channel: { ...channel, last: delta.to, cur: delta.cur ?? channel.cur },
    action: 'apply',
  };
}

/** @param held count and checksum of the rows we hold of this channel */
export function onSum(
  channel: Channel,
  sum: Sum,
  held: { readonly count: number; readonly checksum: number },
): ChannelStep {
  if (channel.at !== 'live' || sum.to < channel.last) return unchanged(channel);
  if (sum.to > channel.last) return { channel, action: 'gap' };
  if (sum.count !== held.count || sum.x !== held.checksum) return { channel, action: 'drift' };
  return unchanged({ ...channel, cur: sum.cur });
}

export function onHeartbeat(channel: Channel, beat: Heartbeat): ChannelStep {
  if (channel.at !== 'live') return unchanged(channel);
  const to = beat.at[String(channel.ch)];
  if (to === undefined || to < channel.last) return unchanged(channel);
  if (to > channel.last) return { channel, action: 'gap' };
  return unchanged({ ...channel, cur: beat.cur ?? channel.cur });
}

/** The server discards the channel; a new `ok` with a snapshot follows by itself. */
export function onReset(channel: Channel): ChannelStep {
  const sub = subNumber(channel);
  return unchanged(sub === null ? channel : asked(sub, null));
}
