/**
 * A client of board.v1 by the book: holds a copy of every channel under the rules of the protocol
 * and counts what must not happen. The web worker does the same with typed arrays; both are tested
 * against the same server.
 */
import { inflateRawSync } from 'node:zlib';
import type { Cell, WireRow } from '../board-columns.ts';
import { fullColumns, hotColumns } from '../board-columns.ts';
import type { Delta, Ok, ServerMessage, Snap, Sum } from '../board-protocol.ts';
import { fnv1a32, rowSum } from '../board/checksum.ts';

export type HeldRow = Readonly<Record<string, Cell>>;

export interface ClientChannel {
  readonly number: number;
  readonly cols: readonly string[];
  readonly hot: readonly string[];
  readonly rows: Map<string, HeldRow>;
  epoch: string;
  mode: Ok['mode'];
  /** Change number the copy stands at. */
  last: number;
  partsToCome: number;
  cur: string | undefined;
}

export class ReferenceClient {
  readonly channels = new Map<number, ClientChannel>();
  /** Channel of a subscription. */
  readonly channelOf = new Map<number, number>();
  /** Answers that belong to no channel, in order. */
  readonly messages: ServerMessage[] = [];
  /** Data frames taken over: `n` of the next ack. */
  dataFrames = 0;
  gapCount = 0;
  driftCount = 0;
  /** Hot rows of lots that are not held, parts out of order: never on a right server. */
  readonly faults: string[] = [];

  /** Copies of channels survive a cut; a new connection gives them new numbers. */
  startConnection(kept: readonly (readonly [sub: number, channel: ClientChannel])[] = []): void {
    this.channels.clear();
    this.channelOf.clear();
    this.dataFrames = 0;
    this.#keptBySub.clear();
    for (const [sub, channel] of kept) this.#keptBySub.set(sub, channel);
  }
  readonly #keptBySub = new Map<number, ClientChannel>();

  receive(data: string | Buffer): ServerMessage {
    const text = typeof data === 'string' ? data : inflateRawSync(data).toString();
    const message = JSON.parse(text) as ServerMessage; // the server's own types are what is tested
    this.#take(message);
    return message;
  }

  #take(message: ServerMessage): void {
    switch (message.t) {
      case 'ok':
        this.#opened(message);
        break;
      case 'snap':
        this.dataFrames++;
        this.#filled(message);
        break;
      case 'd':
        this.dataFrames++;
        this.#changed(message);
        break;
      case 'sum':
        this.#checked(message);
        break;
      case 'hb':
        this.#beat(message.at, message.cur);
        break;
      default:
        this.messages.push(message);
    }
  }

  #opened({ sub, ch, cols, hot, mode, parts, to, epoch }: Ok): void {
    const kept =
      mode === 'resume' ? (this.#keptBySub.get(sub) ?? this.channels.get(ch)) : undefined;
    if (mode === 'resume' && !kept) this.faults.push(`resume of ${sub} without a copy`);
    this.#keptBySub.delete(sub);
    this.channelOf.set(sub, ch);
    const last = mode === 'resume' ? 0 : to;
    const rows = kept?.rows ?? new Map<string, HeldRow>();
    this.channels.set(ch, {
      number: ch,
      cols,
      hot,
      rows,
      epoch,
      mode,
      last,
      partsToCome: parts,
      cur: undefined,
    });
  }

  #filled({ ch, rows }: Snap): void {
    const channel = this.channels.get(ch);
    if (!channel || channel.partsToCome === 0) {
      this.faults.push(`a part for channel ${ch}, which expects none`);
      return;
    }
    channel.partsToCome--;
    for (const row of rows) takeFull(channel, row);
  }

  #changed(delta: Delta): void {
    const channel = delta.ch === 0 ? this.#tracked() : this.channels.get(delta.ch);
    if (!channel) {
      // A channel just left may have frames under way.
      return;
    }
    if (channel.partsToCome > 0) this.faults.push(`a delta before the last part of ${delta.ch}`);
    if (delta.from > channel.last) this.gapCount++;
    if (delta.to <= channel.last) return;
    for (const row of delta.add ?? []) takeFull(channel, row);
    for (const row of delta.u ?? []) this.#takeHot(channel, row);
    for (const id of delta.rm ?? []) channel.rows.delete(id);
    channel.last = delta.to;
    if (delta.cur !== undefined) channel.cur = delta.cur;
  }

  #tracked(): ClientChannel {
    const known = this.channels.get(0);
    if (known) return known;
    const channel: ClientChannel = {
      number: 0,
      cols: fullColumns,
      hot: hotColumns,
      rows: new Map(),
      epoch: '',
      mode: 'snap',
      last: 0,
      partsToCome: 0,
      cur: undefined,
    };
    this.channels.set(0, channel);
    return channel;
  }

  #takeHot(channel: ClientChannel, row: WireRow): void {
    const values = named(channel.hot, row);
    const id = String(values['id']);
    const held = channel.rows.get(id);
    if (!held) {
      this.faults.push(`a hot row of ${id}, which is not held, on channel ${channel.number}`);
      return;
    }
    if (versionOf(values) > versionOf(held)) channel.rows.set(id, { ...held, ...values });
  }

  #checked({ ch, to, count, x, cur }: Sum): void {
    const channel = this.channels.get(ch);
    if (!channel) return;
    if (to > channel.last) this.gapCount++;
    if (to !== channel.last) return;
    channel.cur = cur;
    let sum = 0;
    for (const [id, row] of channel.rows) sum ^= rowSum(fnv1a32(id), versionOf(row));
    if (count !== channel.rows.size || x !== sum >>> 0) this.driftCount++;
  }

  #beat(at: Readonly<Record<string, number>>, cur: string | undefined): void {
    for (const [ch, last] of Object.entries(at)) {
      const channel = this.channels.get(Number(ch));
      if (channel && channel.partsToCome === 0 && last > channel.last) this.gapCount++;
    }
    if (cur === undefined) return;
    for (const channel of this.channels.values()) if (channel.number !== 0) channel.cur = cur;
  }
}

/** A full row of the version held is taken too: derived columns may differ, nothing else can. */
function takeFull(channel: ClientChannel, row: WireRow): void {
  const values = named(channel.cols, row);
  const id = String(values['id']);
  const held = channel.rows.get(id);
  if (!held || versionOf(values) >= versionOf(held)) channel.rows.set(id, values);
}

const named = (columns: readonly string[], row: WireRow): HeldRow =>
  Object.fromEntries(columns.map((name, index) => [name, row[index] ?? null]));

const versionOf = (row: HeldRow): number => Number(row['v']);
