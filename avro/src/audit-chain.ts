/**
 * The chain of one writer's audit events: each carries the hash of the one before, so that a record
 * taken out, changed or put in is noticed. Pure. Source: ops-security.md section 5.
 */
import { createHash } from 'node:crypto';
import type { AuditEvent } from './records.ts';

/** @returns SHA-256 of all other fields as JSON, names in order, hex */
export function hashOfEvent(event: Omit<AuditEvent, 'hash'>): string {
  const inOrder = Object.entries(event).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(inOrder)).digest('hex');
}

export function isUnchanged({ hash, ...rest }: AuditEvent): boolean {
  return hashOfEvent(rest) === hash;
}

/** What a link of a chain must know of an event. */
export interface Link {
  readonly eventId: string;
  readonly seq: number;
  readonly previousHash: string;
  /** As the event says. */
  readonly hash: string;
  /** The event's own hash holds. */
  readonly isUnchanged: boolean;
}

export const linkOf = (event: AuditEvent): Link => ({
  eventId: event.eventId,
  seq: event.writerSeq,
  previousHash: event.previousHash,
  hash: event.hash,
  isUnchanged: isUnchanged(event),
});

/** Where a chain begins or ends. */
export interface ChainPoint {
  /** Of the last event before, or the last one; 0: none. */
  readonly seq: number;
  readonly hash: string;
}

/**
 * @param links of one writer, by `seq`; an event that was written twice may stand in it twice
 * @param begin what comes before the first; undefined: not known, the first is believed
 * @param end the last event there must be; undefined: not known
 * @returns every fault, in order; empty: the chain holds
 */
export function chainFaults(
  links: readonly Link[],
  begin?: ChainPoint,
  end?: ChainPoint,
): string[] {
  const faults: string[] = [];
  const seen = new Set<string>();
  let before = begin;
  for (const link of links) {
    if (seen.has(link.eventId)) continue;
    seen.add(link.eventId);
    const { seq, previousHash } = link;
    if (!link.isUnchanged) faults.push(`event ${seq} was changed`);
    if (before) {
      if (seq !== before.seq + 1) faults.push(gap(before.seq, seq));
      else if (previousHash !== before.hash)
        faults.push(`event ${seq} does not know the one before`);
    }
    before = link;
  }
  const lastSeq = before?.seq ?? 0;
  if (end && lastSeq < end.seq) faults.push(`events ${lastSeq + 1} to ${end.seq} are missing`);
  else if (end && before && lastSeq === end.seq && before.hash !== end.hash)
    faults.push(`event ${lastSeq} is not the one that was written`);
  return faults;
}

function gap(before: number, seq: number): string {
  if (seq <= before) return `number ${seq} was given twice`;
  return `event ${seq} follows ${before}: ${seq - before - 1} missing`;
}

/** @returns the first fault of events of one writer in the order they were read; undefined: none */
export const chainFault = (events: readonly AuditEvent[]): string | undefined =>
  chainFaults(events.map(linkOf))[0];
