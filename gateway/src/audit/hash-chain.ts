/** How the gateway puts an event at the end of its chain; the chain itself is part of the contract. */
import { hashOfEvent } from '@auction/avro/audit-chain';
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
