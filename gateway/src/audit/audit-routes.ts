/**
 * Reading the audit: admins their own organisation's, auditors of the platform everything. An export
 * is told to the audit itself.
 */
import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { requireOrganisation, requirePrincipal } from '../accounts/principal.ts';
import { forRoles } from '../accounts/roles.ts';
import { Problem } from '../contract.ts';
import type { App } from '../http/app-types.ts';
import { badParameters } from '../http/problem.ts';
import { AuditExportQuery, AuditPage, AuditQuery } from '../logs-contract.ts';
import { requireMongo } from '../mongo.ts';
import type { Mongo } from '../mongo.ts';
import type { Postgres } from '../postgres.ts';
import { audit } from './audit-outbox.ts';
import { actorNames } from './actor-names.ts';
import { decodeCursor, encodeCursor, readAudit } from './audit-store.ts';
import type { AuditCursor, AuditWish } from './audit-store.ts';
import { csvHead, csvRow, jsonRow } from './export-rows.ts';

export interface AuditWorld {
  /** undefined: this installation has none. */
  readonly mongo: Mongo | undefined;
  readonly postgres: Postgres;
  /** Epoch ms. */
  readonly now: () => number;
}

const refusals = { 400: Problem, 401: Problem, 403: Problem, 429: Problem, 503: Problem };
/** A stream is sent as it is; the description calls it text. */
const file = Type.Unsafe<Readable>({ type: 'string', description: 'CSV or JSON Lines' });
const usualLimit = 100;
const exportPage = 1_000;
const types = { csv: 'text/csv; charset=utf-8', jsonl: 'application/x-ndjson' } as const;

export function auditRoutes(app: App, world: AuditWorld): void {
  app.get(
    '/api/audit',
    {
      ...forRoles(['ADMIN', 'AUDITOR']),
      schema: {
        tags: ['audit'],
        summary: "Who did what, newest first: an admin's own organisation, an auditor everything",
        querystring: AuditQuery,
        response: { 200: AuditPage, ...refusals },
      },
    },
    async (request, reply) => {
      const mongo = requireMongo(world.mongo);
      const { cursor, limit = usualLimit } = request.query;
      const after = cursor === undefined ? undefined : cursorOf(cursor);
      const wish = wishOf(request, request.query);
      const { events, next } = await readAudit(mongo, wish, { after, limit });
      const names = await actorNames(world.postgres, wish.organisationId, events);
      reply.header('cache-control', 'no-store');
      return {
        events: events.map((event) => ({
          ...event,
          actorName: names.get(event.actorId ?? '') ?? null,
        })),
        next: next === undefined ? null : encodeCursor(next),
      };
    },
  );

  app.get(
    '/api/audit/export',
    {
      ...forRoles(['ADMIN', 'AUDITOR']),
      schema: {
        tags: ['audit'],
        summary: 'The same as a file, newest first',
        description:
          'Cells that a spreadsheet would take for formulas begin with an apostrophe. JSON lines are ' +
          'the records as they are, with what checks their chain.',
        querystring: AuditExportQuery,
        response: { 200: file, ...refusals },
      },
    },
    async (request, reply) => {
      const mongo = requireMongo(world.mongo);
      const { format } = request.query;
      const wish = wishOf(request, request.query);
      await mongo.ask((client) =>
        client
          .db()
          .collection('audit_event')
          .findOne({ _id: { $in: [] } }),
      );
      await tellExport(world, request);
      const rows = exported(mongo, wish, format === 'csv' ? csvRow : jsonRow);
      const body = format === 'csv' ? withHead(csvHead, rows) : rows;
      return reply
        .header('cache-control', 'no-store')
        .header('content-disposition', `attachment; filename="audit.${format}"`)
        .type(types[format])
        .send(Readable.from(body));
    },
  );
}

/** @throws Refusal FORBIDDEN for people of no organisation who are no auditors */
function wishOf(request: FastifyRequest, query: AuditQuery | AuditExportQuery): AuditWish {
  const { organisation, ...wish } = query;
  const isAuditor = requirePrincipal(request).roles.includes('AUDITOR');
  if (isAuditor) return { ...wish, organisationId: organisation ?? null };
  const organisationId = requireOrganisation(request);
  if (organisation !== undefined && organisation !== organisationId) {
    const message = 'only auditors of the platform choose an organisation';
    throw badParameters([{ parameter: 'organisation', message }]);
  }
  return { ...wish, organisationId };
}

function cursorOf(text: string): AuditCursor {
  const cursor = decodeCursor(text);
  if (cursor) return cursor;
  throw badParameters([{ parameter: 'cursor', message: 'is not one we gave' }]);
}

const tellExport = ({ postgres, now }: AuditWorld, request: FastifyRequest): Promise<void> => {
  const { organisation } = requirePrincipal(request);
  const scope = organisation ? { organisationId: organisation.id } : 'platform';
  return postgres.transaction(scope, (tx) =>
    audit(tx, request, { action: 'AUDIT_EXPORTED' }, now()),
  );
};

/** Page by page, so that an export of any size needs the memory of one. */
async function* exported(
  mongo: Mongo,
  wish: AuditWish,
  row: typeof jsonRow,
): AsyncGenerator<string> {
  let after: AuditCursor | undefined;
  do {
    const page = await readAudit(mongo, wish, { after, limit: exportPage });
    for (const event of page.events) yield row(event);
    after = page.next;
  } while (after);
}

async function* withHead(head: string, rows: AsyncGenerator<string>): AsyncGenerator<string> {
  yield head;
  yield* rows;
}
