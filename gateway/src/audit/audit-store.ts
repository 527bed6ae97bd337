/** Audit records as MongoDB has them (written by the sink only), newest first. */
import type { Filter } from 'mongodb';
import type { AuditEvent } from '@auction/avro/records';
import type { AuditQuery } from '../logs-contract.ts';
import type { Mongo } from '../mongo.ts';

/** As the sink writes it. */
type AuditDocument = Omit<AuditEvent, 'eventId'> & { readonly _id: string };

export type AuditWish = Omit<AuditQuery, 'cursor' | 'limit' | 'organisation'> & {
  /** null: of every organisation, and of none. */
  readonly organisationId: string | null;
};

export interface AuditCursor {
  readonly at: number;
  readonly eventId: string;
}

export const encodeCursor = ({ at, eventId }: AuditCursor): string =>
  Buffer.from(`${at}:${eventId}`).toString('base64url');

/** @returns undefined when it is none of ours */
export function decodeCursor(text: string): AuditCursor | undefined {
  const match = /^(\d{1,15}):([\x21-\x7e]{1,64})$/.exec(Buffer.from(text, 'base64url').toString());
  return match ? { at: Number(match[1]), eventId: match[2] ?? '' } : undefined;
}

function filterOf(wish: AuditWish, after: AuditCursor | undefined): Filter<AuditDocument> {
  const { from, to, action, result, actor, target, organisationId } = wish;
  return {
    ...(organisationId === null ? {} : { organisationId }),
    at: { $gte: from ?? 0, $lt: to ?? Number.MAX_SAFE_INTEGER },
    ...(action === undefined ? {} : { action }),
    ...(result === undefined ? {} : { result }),
    ...(actor === undefined ? {} : { actorId: actor }),
    ...(target === undefined ? {} : { target }),
    ...(after === undefined
      ? {}
      : { $or: [{ at: { $lt: after.at } }, { at: after.at, _id: { $lt: after.eventId } }] }),
  };
}

export interface StoredPage {
  readonly events: readonly AuditEvent[];
  /** Of the last event; undefined: there are no more. */
  readonly next: AuditCursor | undefined;
}

/** @throws StoreAway */
export async function readAudit(
  mongo: Mongo,
  wish: AuditWish,
  { after, limit }: { readonly after: AuditCursor | undefined; readonly limit: number },
): Promise<StoredPage> {
  const found = await mongo.ask((client) =>
    client
      .db()
      .collection<AuditDocument>('audit_event')
      .find(filterOf(wish, after))
      .sort({ at: -1, _id: -1 })
      .limit(limit + 1)
      .toArray(),
  );
  const events = found.slice(0, limit).map(({ _id: eventId, ...rest }) => ({ eventId, ...rest }));
  const last = events.at(-1);
  return { events, next: found.length > limit && last ? last : undefined };
}
