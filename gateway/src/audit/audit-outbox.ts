/**
 * Audit records on their way to `audit.events`: written in the transaction of what they tell, sent by
 * the relay, so that nothing happens untold while Kafka is away. No bodies, tokens or passwords.
 */
import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Statements } from '../postgres.ts';

export type AuditAction =
  | 'ACCOUNT_REGISTERED'
  | 'ADDRESS_VERIFIED'
  | 'SIGNED_IN'
  | 'SIGNED_OUT'
  | 'PASSWORD_FORGOTTEN'
  | 'PASSWORD_RESET'
  | 'PASSWORD_CHANGED'
  | 'SESSION_ENDED'
  | 'OTHER_SESSIONS_ENDED'
  | 'INVITATION_MADE'
  | 'INVITATION_WITHDRAWN'
  | 'INVITATION_ACCEPTED'
  | 'USER_CHANGED'
  | 'USER_REMOVED'
  | 'API_TOKEN_MADE'
  | 'API_TOKEN_REVOKED'
  | 'ORGANISATION_CHANGED'
  | 'ROUTE_USED'
  | 'AUDIT_EXPORTED'
  | 'BID_PLACED'
  | 'BOUGHT_NOW'
  | 'COUNTER_ANSWERED'
  | 'LOT_CREATED'
  | 'LOT_AMENDED'
  | 'LOT_PUBLISHED'
  | 'LOT_WITHDRAWN'
  | 'SALE_DECIDED'
  | 'FILE_IMPORTED'
  | 'PLACEMENT_ORDERED'
  | 'BIDDING_LINK_GIVEN'
  | 'PLACEMENT_REPORTED'
  | 'SITE_CONNECTED'
  | 'SITE_DISCONNECTED'
  | 'LOTS_IMPORTED'
  | 'RUN_LIST_PUBLISHED'
  | 'ROBOT_MADE'
  | 'ROBOT_CHANGED'
  | 'ROBOT_STARTED'
  | 'ROBOT_PAUSED'
  | 'ROBOT_RESUMED'
  | 'ROBOT_HALTED'
  | 'ROBOT_TOOK_CHANGE'
  | 'ROBOT_BID_SENT'
  | 'ROBOT_TOLD_OWNER'
  | 'ROBOT_ENDED'
  | 'ROBOTS_STOPPED'
  | 'ROBOTS_SWITCHED'
  | 'SITE_PAUSED'
  | 'SITE_RESUMED'
  | 'SITE_RUN'
  | 'LIMITS_SET'
  | 'LOT_SETTLED'
  | 'USER_LIMIT_SET'
  | 'BID_APPROVED'
  | 'BID_NOT_APPROVED'
  | 'BID_LATE'
  | 'ARCHIVE_RUN';

export interface AuditEntry {
  readonly action: AuditAction;
  /** undefined: done. Otherwise the named why of the refusal. */
  readonly refusal?: string;
  /** Who; taken from the request's principal when it is left out. */
  readonly actorId?: string;
  readonly organisationId?: string | null;
  /** What it was done to: a kind and an id, `user/abc`. */
  readonly target?: string;
}

/** As it stands in the outbox; the relay adds its place in the chain. */
export interface AuditFact {
  readonly eventId: string;
  readonly at: number;
  readonly actorKind: 'USER' | 'TOKEN' | 'VISITOR' | 'SERVICE';
  readonly actorId: string | null;
  readonly organisationId: string | null;
  readonly action: AuditAction;
  readonly target: string | null;
  readonly result: 'DONE' | 'REFUSED' | 'FAILED';
  readonly reason: string | null;
  /** null: no request caused it. */
  readonly requestId: string | null;
  readonly address: string | null;
}

/** Writes the record in the transaction at hand. @param nowMs epoch ms */
export async function audit(
  tx: Statements,
  request: FastifyRequest,
  entry: AuditEntry,
  nowMs: number,
): Promise<void> {
  const fact = factOf(request, entry, nowMs);
  await tx.query('INSERT INTO audit_outbox (actor, event) VALUES ($1, $2)', [
    fact.actorId ?? fact.actorKind.toLowerCase(),
    JSON.stringify(fact),
  ]);
}

function factOf(request: FastifyRequest, entry: AuditEntry, nowMs: number): AuditFact {
  const { principal } = request;
  const actorId = entry.actorId ?? principal?.id ?? null;
  return {
    eventId: randomUUID(),
    at: nowMs,
    actorKind: actorId === null ? 'VISITOR' : (principal?.kind ?? 'USER'),
    actorId,
    organisationId: entry.organisationId ?? principal?.organisation?.id ?? null,
    action: entry.action,
    target: entry.target ?? null,
    result: entry.refusal === undefined ? 'DONE' : 'REFUSED',
    reason: entry.refusal ?? null,
    requestId: request.id,
    address: request.ip,
  };
}
