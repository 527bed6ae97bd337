/**
 * The chain of one writer's audit events: each carries the hash of the one before, so that a record
 * taken out, changed or put in is noticed. Pure. Source: ops-security.md section 5.
 */
import { createHash } from 'node:crypto';
import type { AuditEvent } from '@auction/avro/records';
import type { AuditFact } from './audit-outbox.ts';

/** The end of a chain: the next event goes behind it. */
export interface ChainEnd {
  readonly writerId: string;
  /** 0: no event yet. */
  readonly seq: number;
  readonly hash: string;
}

export const emptyChain = (writerId: string): ChainEnd => ({ writerId, seq: 0, hash: '' });

/** @returns the event that follows `end` in its chain */
export function chained(fact: AuditFact, { writerId, seq, hash }: ChainEnd): AuditEvent {
  const event = { ...fact, writerId, writerSeq: seq + 1, previousHash: hash };
  return { ...event, hash: hashOfEvent(event) };
}

export const endAfter = ({ writerId, writerSeq, hash }: AuditEvent): ChainEnd => ({
  writerId,
  seq: writerSeq,
  hash,
});

function hashOfEvent(event: Omit<AuditEvent, 'hash'>): string {
  const inOrder = Object.entries(event).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(inOrder)).digest('hex');
}

/**
 * @param events of one writer, in the order they were read; a record that was written twice may
 * stand in it twice
 * @returns the first fault; undefined: the chain holds
 */
export function chainFault(events: readonly AuditEvent[]): string | undefined {
  const seen = new Set<string>();
  let before: AuditEvent | undefined;
  for (const event of events) {
    if (seen.has(event.eventId)) continue;
    seen.add(event.eventId);
    const { hash, ...rest } = event;
    if (hashOfEvent(rest) !== hash) return `event ${event.writerSeq} was changed`;
    if (before && event.writerSeq !== before.writerSeq + 1) {
      return `event ${event.writerSeq} follows ${before.writerSeq}`;
    }
    if (before && event.previousHash !== before.hash) {
      return `event ${event.writerSeq} does not know the one before`;
    }
    before = event;
  }
  return undefined;
}
