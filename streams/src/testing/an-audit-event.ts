/** Audit events of a made-up writer, in one chain. */
import { hashOfEvent } from '@auction/avro/audit-chain';
import type { AuditEvent } from '@auction/avro/records';

/** @param given what is special about it */
export function anAuditEvent(given: Partial<Omit<AuditEvent, 'hash'>> = {}): AuditEvent {
  const event = {
    eventId: `event-${given.writerId ?? 'gateway'}-${given.writerSeq ?? 1}`,
    at: 1_789_000_000_000,
    writerId: 'gateway',
    writerSeq: 1,
    previousHash: '',
    actorKind: 'USER',
    actorId: 'alice',
    organisationId: 'north',
    action: 'BID_PLACED',
    target: 'lot/a',
    result: 'DONE',
    reason: null,
    requestId: 'request-1',
    address: '127.0.0.1',
    ...given,
  } as const;
  return { ...event, hash: hashOfEvent(event) };
}

/** @param each what is special about the n-th, from 1 */
export function anAuditChain(
  count: number,
  each: (n: number) => Partial<Omit<AuditEvent, 'hash'>> = () => ({}),
): AuditEvent[] {
  const chain: AuditEvent[] = [];
  for (let n = 1; n <= count; n += 1) {
    const previousHash = chain.at(-1)?.hash ?? '';
    chain.push(anAuditEvent({ ...each(n), writerSeq: n, previousHash }));
  }
  return chain;
}
