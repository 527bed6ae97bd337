/**
 * One view we follow: the channel machine with the rows it feeds. Says what it wants sent and whether
 * something changed; sending and timing are the feed's.
 */
import type { ServerMessage, SubMessage } from '@auction/gateway/contract';
import * as channels from './channel.ts';
import type { Channel, ChannelAction, ChannelStep, Refusal } from './channel.ts';
import type { ViewRows } from './view-rows.ts';

/** The subscription without its number and position. */
export type Wish = Omit<SubMessage, 't' | 'sub' | 'resume'>;

/** What became of the view with a message. */
export type Change = 'none' | 'rows' | 'phase' | 'askAgain';

export class Subscription {
  readonly wish: Wish;
  readonly #rows: ViewRows;
  #channel: Channel = channels.unasked;
  /** Generation of the board our rows are of; another one starts its versions anew. */
  #epoch: string | null = null;
  /** Rows the snapshot that is arriving will have. */
  #expected: number | null = null;

  constructor(wish: Wish, rows: ViewRows) {
    this.wish = wish;
    this.#rows = rows;
  }

  get channel(): Channel {
    return this.#channel;
  }

  get expected(): number | null {
    return this.#expected;
  }

  get isCurrent(): boolean {
    return this.#channel.at === 'live';
  }

  /** The message that asks for the view, with our position where we have one. */
  ask(sub: number): SubMessage {
    const position = channels.positionOf(this.#channel);
    this.#channel = channels.asked(sub, position);
    this.#expected = null;
    const resume = position === null ? {} : { resume: { ...position } };
    return { t: 'sub', sub, ...this.wish, ...resume };
  }

  lost(): void {
    this.#channel = channels.lost(this.#channel);
  }

  refuse(refusal: Refusal): void {
    this.#channel = channels.refused(refusal);
  }

  /** Takes one message over that may concern this view. */
  take(message: ServerMessage, now: number): Change {
    switch (message.t) {
      case 'ok': {
        if (channels.subNumber(this.#channel) !== message.sub) return 'none';
        if (!this.#rows.learn(message.cols, message.hot)) {
          this.refuse({ code: 'bad_message', detail: 'Rows without id or version', count: null });
          return 'phase';
        }
        if (message.epoch !== this.#epoch) this.#rows.clear();
        this.#epoch = message.epoch;
        this.#expected = message.rows;
        this.#apply(channels.onOk(this.#channel, message), now);
        return 'phase';
      }
      case 'snap': {
        if (!this.#isMine(message.ch)) return 'none';
        const step = channels.onSnap(this.#channel, message);
        return this.#apply(step, now, () => this.#rows.put(message.rows, now));
      }
      case 'd': {
        if (!this.#isMine(message.ch)) return 'none';
        const step = channels.onDelta(this.#channel, message);
        return this.#apply(step, now, () => {
          this.#rows.put(message.add ?? [], now);
          this.#rows.patch(message.u ?? [], now);
          this.#rows.remove(message.rm ?? [], now);
        });
      }
      case 'sum':
        return this.#isMine(message.ch)
          ? this.#apply(channels.onSum(this.#channel, message, this.#rows), now)
          : 'none';
      case 'hb':
        return this.#apply(channels.onHeartbeat(this.#channel, message), now);
      case 'reset': {
        if (!this.#isMine(message.ch)) return 'none';
        if (message.why !== 'overload') this.#epoch = null;
        this.#apply(channels.onReset(this.#channel), now);
        return 'phase';
      }
      default:
        return 'none';
    }
  }

  #isMine(ch: number): boolean {
    return channels.channelNumber(this.#channel) === ch;
  }

  #apply(step: ChannelStep, now: number, rows: () => void = () => undefined): Change {
    const before = this.#channel.at;
    this.#channel = step.channel;
    const change = this.#act(step.action, now, rows);
    return change === 'rows' && before !== step.channel.at ? 'phase' : change;
  }

  #act(action: ChannelAction, now: number, rows: () => void): Change {
    switch (action) {
      case 'ignore':
        return 'none';
      case 'begin':
        this.#rows.beginSnapshot();
        return 'phase';
      case 'beginAndEnd':
        this.#rows.beginSnapshot();
        this.#rows.endSnapshot(now);
        return 'phase';
      case 'apply':
        rows();
        return 'rows';
      case 'applyAndEnd':
        rows();
        this.#rows.endSnapshot(now);
        return 'phase';
      case 'gap':
        return 'askAgain';
      case 'drift':
        return this.#drift();
    }
  }

  /** Our rows cannot be trusted: ask again without a position, and start from nothing. */
  #drift(): Change {
    this.#epoch = null;
    const sub = channels.subNumber(this.#channel);
    if (sub !== null) this.#channel = channels.asked(sub, null);
    return 'askAgain';
  }
}
