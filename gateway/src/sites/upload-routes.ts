/** An operator's file for a site: looked at first, then imported, and what was refused to take away. */
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { Type } from 'typebox';
import { forRoles } from '../accounts/roles.ts';
import { audit } from '../audit/audit-outbox.ts';
import { Problem, UploadPreview } from '../contract.ts';
import type { App } from '../http/app-types.ts';
import { importMs, uploadMs } from '../http/body-deadline.ts';
import { Refusal } from '../http/problem.ts';
import type { Postgres } from '../postgres.ts';
import { StoreAway } from '../stores.ts';
import { refusalWords } from './connectors.ts';
import type { Connectors } from './connectors.ts';
import { RejectFiles } from './reject-files.ts';

export interface UploadRoutesOptions {
  readonly connectors: Connectors;
  readonly postgres: Postgres;
  readonly now: () => number;
}

const code = '^[a-z0-9-]{1,40}$';
const UploadQuery = Type.Object(
  {
    site: Type.String({ pattern: code, description: 'Site code; senders of all kinds: dealer' }),
    file: Type.String({ minLength: 1, maxLength: 255, description: 'Name of the file' }),
    complete: Type.Optional(
      Type.String({
        pattern: '^(true|false)$',
        description: 'true: it holds everything; what earlier files had and it lacks is closed',
      }),
    ),
  },
  { additionalProperties: false },
);
const SnapshotPath = Type.Object({
  site: Type.String({ pattern: code, description: 'Site code' }),
  snapshotId: Type.String({
    pattern: '^[a-z0-9-]{1,64}$',
    description: '`snapshotId` of the import',
  }),
});
const refusals = {
  ...{ 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem },
  ...{ 413: Problem, 415: Problem, 429: Problem, 503: Problem },
};
export async function uploadRoutes(outer: App, options: UploadRoutesOptions): Promise<void> {
  const { connectors, postgres, now } = options;
  const rejects = new RejectFiles(postgres);
  await outer.register(async (inner) => {
    const app = inner as unknown as App;
    // Here alone a body is a file: it goes on to the connector as it comes, and is kept nowhere.
    app.addContentTypeParser('application/octet-stream', (_request, payload, done) => {
      done(null, payload);
    });

    app.post(
      '/api/imports/preview',
      {
        ...forRoles(['OPERATOR']),
        handlerTimeout: uploadMs,
        schema: {
          tags: ['imports'],
          summary: 'What would become of a file: columns recognised, first rows, refusals',
          description: 'The body is the file, as application/octet-stream. Nothing is published.',
          querystring: UploadQuery,
          response: { 200: UploadPreview, ...refusals },
        },
      },
      async (request) => {
        const { site } = request.query;
        const answer = await connectors({
          ...{ site, route: 'POST /imports/preview', query: { site }, withinMs: uploadMs },
          body: streamOf(request.body),
        });
        if (!answer.ok) throw await refusalOf(answer, site);
        return (await answer.json()) as UploadPreview;
      },
    );

    app.post(
      '/api/imports',
      {
        ...forRoles(['OPERATOR']),
        handlerTimeout: importMs,
        schema: {
          tags: ['imports'],
          summary: 'Import a file; its progress comes as lines of JSON',
          description:
            'The body is the file, as application/octet-stream. Lines: `progress {rows}` as it goes, then ' +
            '`done {snapshotId, rows, published, rejected, complete, reason, warnings}`, `refused {reason}` ' +
            'or `failed {reason}`.',
          querystring: UploadQuery,
          response: { 200: Type.String({ description: 'application/x-ndjson' }), ...refusals },
        },
      },
      async (request, reply) => {
        const { site, file, complete = 'false' } = request.query;
        const answer = await connectors({
          ...{ site, route: 'POST /imports', withinMs: importMs },
          query: { site, file, complete },
          body: streamOf(request.body),
        });
        if (!answer.ok || answer.body === null) throw await refusalOf(answer, site);
        await postgres.transaction('platform', (tx) =>
          audit(tx, request, { action: 'FILE_IMPORTED', target: `site/${site}` }, now()),
        );
        const lines = Readable.fromWeb(answer.body as ReadableStream<Uint8Array>);
        return reply.type('application/x-ndjson').send(lines as unknown as string);
      },
    );
  });

  outer.get(
    '/api/imports/:site/:snapshotId/rejects',
    {
      ...forRoles(['OPERATOR', 'AUDITOR']),
      schema: {
        tags: ['imports'],
        summary: 'The refused records of an import as CSV: row, reason, record',
        params: SnapshotPath,
        response: { 200: Type.String({ description: 'text/csv' }), ...refusals },
      },
    },
    async (request, reply) => {
      const { site, snapshotId } = request.params;
      const name = `rejects-${snapshotId}.csv`;
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${name}"`)
        .send(await rejects.csv(site, snapshotId));
    },
  );
}

function streamOf(body: unknown): ReadableStream<Uint8Array> {
  if (body instanceof Readable) return Readable.toWeb(body) as ReadableStream<Uint8Array>;
  throw new Refusal('UNSUPPORTED_MEDIA_TYPE', 'send the file as application/octet-stream');
}

async function refusalOf(answer: Response, site: string): Promise<Error> {
  const words = await refusalWords(answer);
  if (answer.status === 404) return new Refusal('NO_SUCH_ENTRY', `there is no site ${site}`);
  if (answer.status === 409 || answer.status === 429) return new Refusal('CONFLICT', words);
  if (answer.status === 413) return new Refusal('TOO_LARGE', words);
  return new StoreAway(`The connector of ${site}`, words);
}
