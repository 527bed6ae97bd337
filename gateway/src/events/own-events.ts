/**
 * The event lane: letters of the resolver as they arrive at this gateway go to the open sockets of
 * the organisation they are addressed to, and to nobody else. Every gateway reads all letters from
 * the end; a socket that comes back gets what it missed from memory, or is told that there is a gap.
 * Source: live-board.md sections 1.4 (rule 5) and 1.5.
 */
import type { LotOutcome } from '@auction/avro/records';
import type { HotRow } from '../board-columns.ts';
import type { LiveEvent, Welcome } from '../board-protocol.ts';
import { decodeCursor, encodeCursor } from '../board/cursor.ts';
import type { EventReader, EventSource } from '../board/event-port.ts';
import { EventMemory } from './event-memory.ts';
import type { Kept } from './event-memory.ts';
import { isToldTo, ownEventOf } from './own-event.ts';
import type { OwnEvent } from './own-event.ts';

/** More at once would fill the client's allowance of unacked events: it asks REST instead. */
const resendMax = 200;
/** Times of the gateways differ a little; a client drops what it knows. */
const overlapMs = 60_000;
const tidyEveryMs = 10_000;

export interface OwnEventsOptions {
  /** Hot row of a lot as this gateway's board has it; undefined: not known here. */
  readonly rowOf: (lotId: string) => HotRow | undefined;
  /** Year, make, model and trim of a lot, for people; undefined: not known here. */
  readonly titleOf: (lotId: string) => string | undefined;
  /** Epoch ms. */
  readonly now: () => number;
}

/** Something that is told to one person only and does not come by the log: an alert. */
export interface PersonalEvent {
  readonly organisationId: string;
  readonly userId: string;
  readonly event: Pick<LiveEvent, 'id' | 'kind' | 'at' | 'data'> & { readonly lot?: string };
}

/** Somebody else who tells open sockets something. */
export interface ReaderFollower {
  /** @param sinceMs what the socket took over before, epoch ms; undefined: it begins with now */
  joined(reader: EventReader, sinceMs: number | undefined): void;
  left(reader: EventReader): void;
}

export class OwnEvents implements EventSource {
  readonly #options: OwnEventsOptions;
  readonly #readers = new Map<string, Set<EventReader>>();
  readonly #positions: number[];
  #memory: EventMemory;
  #tidiedAt = 0;
  #onLetter: (letter: LotOutcome) => void = () => undefined;
  #follower: ReaderFollower = { joined: () => undefined, left: () => undefined };

  /** @param partitionCount of everything it is told from, letters first */
  constructor(partitionCount: number, options: OwnEventsOptions) {
    this.#options = options;
    this.#positions = Array.from({ length: partitionCount }, () => 0);
    this.#memory = new EventMemory(this.#positions);
  }

  /**
   * Reading begins; before any socket joins.
   * @param ends next offset per partition @param first place of the first of them, letters at 0
   */
  startAt(ends: readonly number[], first = 0): void {
    this.#positions.splice(first, ends.length, ...ends);
    this.#memory = new EventMemory([...this.#positions]);
  }

  /** Whoever else wants every letter. */
  onLetter(listener: (letter: LotOutcome) => void): void {
    this.#onLetter = listener;
  }

  /** Whoever else tells open sockets something; one at most. */
  onReader(follower: ReaderFollower): void {
    this.#follower = follower;
  }

  take(letter: LotOutcome, partition: number, offset: number): void {
    this.advance(partition, offset + 1);
    this.#onLetter(letter);
    const event = ownEventOf(letter);
    if (event) this.tell(letter.toOrg, event, partition, offset);
  }

  /** Tells an organisation, now and when a socket comes back. @param source see `startAt` */
  tell(organisationId: string, event: OwnEvent, source: number, offset: number): void {
    this.advance(source, offset + 1);
    const kept = { event, partition: source, offset, atMs: this.#options.now() };
    this.#memory.keep(organisationId, kept);
    this.#tidy(kept.atMs);
    for (const reader of this.#readers.get(organisationId) ?? []) this.#tell(reader, kept);
  }

  /** Everything before `next` of a partition was taken. */
  advance(partition: number, next: number): void {
    this.#positions[partition] = Math.max(next, this.#positions[partition] ?? 0);
  }

  /** Tells one person, on every socket of theirs here. */
  tellPerson({ organisationId, userId, event }: PersonalEvent): void {
    for (const reader of this.#readers.get(organisationId) ?? []) {
      if (reader.user.id !== userId) continue;
      this.tellReader(reader, event);
    }
  }

  /** Tells one socket something that is in no memory here. */
  tellReader(reader: EventReader, event: PersonalEvent['event']): void {
    const row = event.lot === undefined ? undefined : this.#options.rowOf(event.lot);
    reader.sendEvent({ t: 'ev', cur: this.#cursor(), ...event, ...(row ? { row } : {}) });
  }

  join(reader: EventReader, from: string | undefined): void {
    const { org } = reader.user;
    if (org === null) return;
    const readers = this.#readers.get(org) ?? new Set<EventReader>();
    this.#readers.set(org, readers.add(reader));
    if (from !== undefined) this.#resume(reader, org, from);
    const cursor = from === undefined ? undefined : decodeCursor(from, this.#positions.length);
    this.#follower.joined(reader, cursor && cursor.atMs - overlapMs);
  }

  leave(reader: EventReader): void {
    const { org } = reader.user;
    const readers = org === null ? undefined : this.#readers.get(org);
    if (org === null || !readers?.delete(reader)) return;
    this.#follower.left(reader);
    if (readers.size === 0) this.#readers.delete(org);
  }

  standing({ org }: Welcome['user']): { readonly ev?: string } {
    return org === null ? {} : { ev: this.#cursor() };
  }

  #cursor(): string {
    return encodeCursor({ atMs: this.#options.now(), positions: this.#positions });
  }

  #resume(reader: EventReader, org: string, from: string): void {
    const cursor = decodeCursor(from, this.#positions.length);
    if (!cursor) {
      this.#tellGap(reader, 0);
      return;
    }
    const { events, isComplete } = this.#memory.since(org, cursor.positions);
    if (!isComplete || events.length > resendMax) {
      this.#tellGap(reader, Math.max(0, cursor.atMs - overlapMs));
    }
    if (events.length <= resendMax) for (const kept of events) this.#tell(reader, kept);
  }

  #tellGap(reader: EventReader, since: number): void {
    const at = this.#options.now();
    const cur = this.#cursor();
    reader.sendEvent({ t: 'ev', id: `gap-${at}`, cur, kind: 'gap', at, data: { since } });
  }

  #tell(reader: EventReader, { event }: Kept): void {
    if (!isToldTo(event.side, reader.user.roles)) return;
    reader.sendEvent(this.#message(event));
  }

  #message({ id, kind, lot, at, data }: OwnEvent): LiveEvent {
    const row = lot === undefined ? undefined : this.#options.rowOf(lot);
    const title = lot === undefined ? undefined : this.#options.titleOf(lot);
    const shown = { ...data, ...(title === undefined ? {} : { title }) };
    return {
      t: 'ev',
      id,
      cur: this.#cursor(),
      kind,
      ...(lot === undefined ? {} : { lot }),
      at,
      ...(row ? { row } : {}),
      data: shown,
    };
  }

  #tidy(nowMs: number): void {
    if (nowMs - this.#tidiedAt < tidyEveryMs) return;
    this.#tidiedAt = nowMs;
    this.#memory.tidy(nowMs);
  }
}
