/**
 * News of lots for the people who follow them: what is on somebody's watchlist and changes on the
 * board reaches every open socket of theirs. The list is read every few seconds for whoever is
 * connected here; what a socket missed comes again when it is back, by the time of its cursor.
 */
import type { BoardRow } from '../board-columns.ts';
import type { EventReader } from '../board/event-port.ts';
import type { LotTable } from '../board/lot-table.ts';
import type { Postgres } from '../postgres.ts';
import { clashesOf } from './clashes.ts';
import { keptMs } from './event-memory.ts';
import { newsOf } from './lot-news.ts';
import type { LotNews } from './lot-news.ts';
import type { OwnEvents, PersonalEvent, ReaderFollower } from './own-events.ts';

/** Changes of all lots that are remembered for sockets which come back, at most. */
const rememberedMax = 20_000;
/** A socket that comes back is told so many at most; the board shows the rest. */
const resendMax = 100;
/** Clashes that are known to a socket, at most. */
const clashMax = 200;

interface Following {
  /** Begins with the first reading of the list; undefined: not read yet. */
  lots: ReadonlySet<string> | undefined;
  /** From when on it wants what it missed, epoch ms; undefined: nothing. */
  sinceMs: number | undefined;
  readonly clashes: Set<string>;
}

interface Remembered {
  readonly event: LotNews & { readonly at: number };
  readonly atMs: number;
}

interface ListRow {
  readonly [column: string]: unknown;
  readonly userId: string;
  readonly lots: string[];
}

const readLists = `
  SELECT user_id AS "userId", array_agg(lot_id) AS lots FROM watched_lot
  WHERE user_id = ANY($1) GROUP BY user_id`;

export interface FollowedLotsOptions {
  readonly postgres: Postgres;
  readonly lots: LotTable;
  readonly events: Pick<OwnEvents, 'tellReader'>;
  /** Epoch ms. */
  readonly now: () => number;
}

export class FollowedLots implements ReaderFollower {
  readonly #options: FollowedLotsOptions;
  readonly #readers = new Map<EventReader, Following>();
  #remembered: Remembered[] = [];

  constructor(options: FollowedLotsOptions) {
    this.#options = options;
  }

  joined(reader: EventReader, sinceMs: number | undefined): void {
    this.#readers.set(reader, { lots: undefined, sinceMs, clashes: new Set() });
  }

  left(reader: EventReader): void {
    this.#readers.delete(reader);
  }

  /** A row of the board has changed. */
  see(row: BoardRow, was: BoardRow | undefined): void {
    for (const news of newsOf(row, was)) {
      const { lots, now } = this.#options;
      const at = lots.entries.get(row.id)?.arrival.committedAt ?? now();
      const event = { ...news, at, data: { ...news.data, title: row.name } };
      this.#remembered.push({ event, atMs: now() });
      for (const [reader, { lots: own }] of this.#readers) {
        if (own?.has(row.id) === true) this.#tell(reader, event);
      }
    }
    // In big steps: moving the array each time would cost more than it holds.
    if (this.#remembered.length > 2 * rememberedMax) {
      this.#remembered = this.#remembered.slice(-rememberedMax);
    }
  }

  /** Reads the lists anew, then tells what is new by them. @throws StoreAway: the lists stay */
  async load(): Promise<void> {
    const readers = [...this.#readers.keys()];
    const users = [...new Set(readers.map(({ user }) => user.id))].filter((id) => id !== null);
    if (users.length === 0) return;
    const rows = await this.#options.postgres.transaction('accounts', (tx) =>
      tx.query<ListRow>(readLists, [users]),
    );
    const lists = new Map(rows.map(({ userId, lots }) => [userId, new Set(lots)]));
    const nowMs = this.#options.now();
    this.#remembered = this.#remembered.filter(({ atMs }) => atMs > nowMs - keptMs);
    for (const reader of readers) {
      const following = this.#readers.get(reader);
      if (following) this.#takeList(reader, following, lists.get(reader.user.id ?? ''), nowMs);
    }
  }

  #takeList(
    reader: EventReader,
    following: Following,
    list: ReadonlySet<string> = new Set(),
    nowMs: number,
  ): void {
    following.lots = list;
    const { sinceMs } = following;
    following.sinceMs = undefined;
    if (sinceMs !== undefined) {
      const missed = this.#remembered.filter(
        ({ event, atMs }) => atMs >= sinceMs && list.has(event.lot),
      );
      for (const { event } of missed.slice(-resendMax)) this.#tell(reader, event);
    }
    this.#tellClashes(reader, following, nowMs);
  }

  #tellClashes(reader: EventReader, { lots, clashes }: Following, nowMs: number): void {
    const { entries } = this.#options.lots;
    const rows = [...(lots ?? [])].flatMap((id) => entries.get(id)?.lot ?? []);
    for (const { id, lot, count, lots: named } of clashesOf(rows, nowMs)) {
      if (clashes.has(id) || clashes.size >= clashMax) continue;
      clashes.add(id);
      const title = named[0]?.title ?? '';
      const event = { id, kind: 'clash' as const, lot, at: nowMs };
      this.#tell(reader, { ...event, data: { count, lots: named, title } });
    }
  }

  #tell(reader: EventReader, event: PersonalEvent['event']): void {
    this.#options.events.tellReader(reader, event);
  }
}
