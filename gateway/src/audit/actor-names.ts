/** Names for the ids in audit records, as far as the reader may know them. */
import type { AuditEvent } from '@auction/avro/records';
import type { Postgres } from '../postgres.ts';

/** @param organisationId the reader's; null: an auditor of the platform @throws StoreAway */
export async function actorNames(
  postgres: Postgres,
  organisationId: string | null,
  events: readonly AuditEvent[],
): Promise<Map<string, string>> {
  const ids = [...new Set(events.flatMap(({ actorId }) => (actorId === null ? [] : [actorId])))];
  if (ids.length === 0) return new Map();
  const scope = organisationId === null ? 'platform' : { organisationId };
  const rows = await postgres.transaction(scope, (tx) =>
    tx.query<{ id: string; name: string }>(
      `SELECT id, email AS name FROM app_user WHERE id = ANY($1)
       UNION ALL SELECT id, name FROM api_token WHERE id = ANY($1)`,
      [ids],
    ),
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
