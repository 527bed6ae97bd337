/**
 * News of lots for the people who follow them: what changes on the board reaches every open socket
 * of whoever has the lot on their watchlist, or reads bids of an organisation that bids on it or has
 * a robot on it. The lists are read every few seconds for whoever is connected here; what a socket
 * missed comes again when it is back, by the time of its cursor.
 */
import type { BoardRow } from '../board-columns.ts';
import type { EventReader } from '../board/event-port.ts';
import type { LotTable } from '../board/lot-table.ts';
import type { Postgres } from '../postgres.ts';
import { organisationLotsSql, watchedLotsSql } from '../watch/lot-followers.ts';
import { clashesOf } from './clashes.ts';
import { keptMs } from './event-memory.ts';
import { newsOf } from './lot-news.ts';
import type { LotNews } from './lot-news.ts';
import { isToldTo } from './own-event.ts';
import type { OwnEvents, PersonalEvent, ReaderFollower } from './own-events.ts';

/** Changes of all lots that are remembered for sockets which come back, at most. */
const rememberedMax = 20_000;
/** A socket that comes back is told so many at most; the board shows the rest. */
const resendMax = 100;
/** Clashes that are known to a socket, at most. */
const clashMax = 200;

type Lots = ReadonlySet<string>;
const noLots: Lots = new Set();

interface Following {
  /** Those on the watchlist, and those bid on; undefined: not read yet. */
  lots: readonly Lots[] | undefined;
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
  /** Id of a person or an organisation. */
  readonly whose: string;
  readonly lots: string[];
}

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
      const { lots: board, now } = this.#options;
      const at = board.entries.get(row.id)?.arrival.committedAt ?? now();
      const event = { ...news, at, data: { ...news.data, title: row.name } };
      this.#remembered.push({ event, atMs: now() });
      for (const [reader, { lots: own }] of this.#readers) {
        if (own?.some((lots) => lots.has(row.id)) === true) this.#tell(reader, event);
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
    if (readers.length === 0) return;
    const nowMs = this.#options.now();
    const { watched, bidOn } = await this.#read(readers, nowMs);
    this.#remembered = this.#remembered.filter(({ atMs }) => atMs > nowMs - keptMs);
    for (const reader of readers) {
      const following = this.#readers.get(reader);
      if (!following) continue;
      const { id, org, roles } = reader.user;
      const own = watched.get(id ?? '') ?? noLots;
      const shared = isToldTo('BUYING', roles) ? bidOn.get(org ?? '') : undefined;
      this.#takeLots(reader, following, [own, shared ?? noLots]);
      this.#tellClashes(reader, following, own, nowMs);
    }
  }

  /** @returns lots by person, and by organisation */
  async #read(readers: readonly EventReader[], nowMs: number) {
    const idsOf = (key: 'id' | 'org') =>
      [...new Set(readers.map(({ user }) => user[key]))].filter((id) => id !== null);
    const listsOf = (rows: readonly ListRow[]) =>
      new Map(rows.map(({ whose, lots }) => [whose, new Set(lots)]));
    return this.#options.postgres.transaction('accounts', async (tx) => {
      const watched = await tx.query<ListRow>(watchedLotsSql, [idsOf('id')]);
      const bidOn = await tx.query<ListRow>(organisationLotsSql, [idsOf('org'), nowMs - keptMs]);
      return { watched: listsOf(watched), bidOn: listsOf(bidOn) };
    });
  }

  #takeLots(reader: EventReader, following: Following, lots: readonly Lots[]): void {
    following.lots = lots;
    const { sinceMs } = following;
    following.sinceMs = undefined;
    if (sinceMs === undefined) return;
    const missed = this.#remembered.filter(
      ({ event, atMs }) => atMs >= sinceMs && lots.some((some) => some.has(event.lot)),
    );
    for (const { event } of missed.slice(-resendMax)) this.#tell(reader, event);
  }

  /** Of the watchlist alone: robots of an organisation may well be on lots that end together. */
  #tellClashes(reader: EventReader, { clashes }: Following, watched: Lots, nowMs: number): void {
    const { entries } = this.#options.lots;
    const rows = [...watched].flatMap((id) => entries.get(id)?.lot ?? []);
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
