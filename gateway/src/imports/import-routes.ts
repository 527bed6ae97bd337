/** Lots from a file: a dry run first, then drafts. Importing a file twice changes nothing. */
import { Type } from 'typebox';
import type { Logger } from '@auction/streams/runtime/logger';
import { newId } from '../accounts/new-id.ts';
import { requireOrganisation, requirePrincipal } from '../accounts/principal.ts';
import { forRoles } from '../accounts/roles.ts';
import { Turns } from '../accounts/turns.ts';
import { audit } from '../audit/audit-outbox.ts';
import { refusals } from '../bids/bid-routes.ts';
import { Problem } from '../contract.ts';
import type { App } from '../http/app-types.ts';
import { uploadMs } from '../http/body-deadline.ts';
import { badParameters, Refusal } from '../http/problem.ts';
import { readUpload, uploadRoutes } from '../photos/uploads.ts';
import { SaleImport } from '../sell-contract.ts';
import type { SellWorld } from '../selling/sell.ts';
import { columnsOf, neededFields } from './columns.ts';
import type { Column } from './columns.ts';
import { csvLimits, encodings, readCsv } from './csv-file.ts';
import type { CsvTable, Encoding } from './csv-file.ts';
import { csvText } from './csv-text.ts';
import { isTimeZone, readRow } from './import-row.ts';
import type { ImportDefaults } from './import-row.ts';
import { ImportStore } from './import-store.ts';
import type { ImportRow } from './import-store.ts';
import { importedLotId, runImport } from './run-import.ts';

const sellers = forRoles(['SELLER'], 'selling:write');
const tags = ['selling'];
const ImportPath = Type.Object({
  id: Type.String({ pattern: '^[a-z2-7]{16}$', description: 'importId' }),
});
const SaleImports = Type.Object({
  imports: Type.Array(SaleImport, { description: 'Newest first, at most 20; without rows' }),
});
const ofImport = { 200: SaleImport, ...refusals, 404: Problem };
const noImport = (id: string) => new Refusal('NO_SUCH_ENTRY', `there is no import ${id}`);
const badFile = (message: string) => badParameters([{ parameter: 'file', message }]);
const badField = (parameter: string, message: string) => badParameters([{ parameter, message }]);

/** Files read at once, and those that wait: parsing takes a core. */
const atOnce = 2;
const waitingMax = 8;
/** Files on their way here, over lines of any speed: a slow one must not keep a turn from others. */
const receivingMax = 16;
const tooMany = () => new Refusal('OVERLOADED', 'too many files at once', { retryAfterMs: 5_000 });

export async function importRoutes(app: App, world: SellWorld, logger: Logger): Promise<void> {
  const turns = new Turns(atOnce, waitingMax);
  const receiving = new Turns(receivingMax, waitingMax);
  const imports = new ImportStore(world.postgres);
  const { now } = world;
  const find = async (organisationId: string, id: string) => {
    const found = await imports.find(organisationId, id, now());
    if (!found) throw noImport(id);
    return found;
  };

  await uploadRoutes(app, csvLimits.bytes, (scope) => {
    scope.post(
      '/api/sell/imports',
      {
        ...sellers,
        handlerTimeout: uploadMs,
        schema: {
          tags,
          summary: 'Look at a file of lots: a dry run',
          description:
            'multipart/form-data: a CSV file behind the fields encoding, timeZone, and for what the file does not say currency, startsAt and endsAt (epoch ms). At most 10 MB, 10,000 rows, 200 columns.',
          consumes: ['multipart/form-data'],
          response: { 200: SaleImport, ...refusals, 413: Problem, 415: Problem },
        },
      },
      async (request) => {
        const organisationId = requireOrganisation(request);
        const importId = newId();
        const upload = await receiving.take(() => readUpload(request, csvLimits.bytes));
        if (!upload) throw tooMany();
        const { name, bytes, fields } = upload;
        const taken = await turns.take(async () => {
          const read = await readCsv(bytes, encodingIn(fields));
          if (!read.ok) throw badFile(read.message);
          const columns = columnsIn(read.table);
          const rows = importRows(organisationId, read.table, columns, defaultsIn(fields), now());
          const given = { importId, organisationId, fileName: name, columns, rows };
          await imports.add({ ...given, createdAt: now() });
          return given;
        });
        if (!taken) throw tooMany();
        return find(organisationId, importId);
      },
    );
  });

  app.get(
    '/api/sell/imports',
    {
      ...sellers,
      schema: { tags, summary: 'Imports of files', response: { 200: SaleImports, ...refusals } },
    },
    async (request) => ({ imports: await imports.list(requireOrganisation(request), now()) }),
  );

  app.get(
    '/api/sell/imports/:id',
    {
      ...sellers,
      schema: { tags, summary: 'How an import is doing', params: ImportPath, response: ofImport },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return find(requireOrganisation(request), request.params.id);
    },
  );

  app.post(
    '/api/sell/imports/:id/start',
    {
      ...sellers,
      schema: {
        tags,
        summary: 'Make drafts of the rows without errors; again: go on where it stopped',
        params: ImportPath,
        response: ofImport,
      },
    },
    async (request) => {
      const { id } = request.params;
      const organisationId = requireOrganisation(request);
      await find(organisationId, id);
      const sender = { organisationId, userId: requirePrincipal(request).id };
      if (await imports.claim(sender, id, now())) {
        await world.postgres.transaction({ organisationId }, (tx) =>
          audit(tx, request, { action: 'LOTS_IMPORTED', target: `import/${id}` }, now()),
        );
        void runImport({ ...world, imports, logger }, sender, id);
      }
      return find(organisationId, id);
    },
  );

  app.get(
    '/api/sell/imports/:id/rejects.csv',
    {
      ...sellers,
      schema: {
        tags,
        summary: 'Rows with errors or refused, as the file has them, with the reasons',
        produces: ['text/csv'],
        params: ImportPath,
        response: { 200: Type.String(), ...refusals, 404: Problem },
      },
    },
    async (request, reply) => {
      const organisationId = requireOrganisation(request);
      const { columns } = await find(organisationId, request.params.id);
      const rows = await imports.rejects(organisationId, request.params.id);
      const lines = rows.map(({ line, cells, errors, outcome }) => [
        line,
        [...errors.map(({ column, message }) => `${column}: ${message}`), outcome ?? '']
          .filter((why) => why !== '')
          .join('; '),
        ...cells,
      ]);
      reply.header('content-disposition', 'attachment; filename="rejects.csv"');
      reply.header('cache-control', 'no-store');
      return reply
        .type('text/csv; charset=utf-8')
        .send(csvText([['line', 'why', ...columns.map(({ name }) => name)], ...lines]));
    },
  );
}

function columnsIn({ header }: CsvTable): Column[] {
  const columns = columnsOf(header);
  const missing = neededFields.filter((field) => !columns.some((column) => column.field === field));
  if (missing.length === 0) return columns;
  throw badFile(`has no column for ${missing.join(', ')}; the first line names the columns`);
}

function encodingIn({ encoding = 'utf-8' }: Readonly<Record<string, string>>): Encoding {
  const known = encodings.find((one) => one === encoding.toLowerCase());
  if (known) return known;
  throw badField('encoding', `must be one of ${encodings.join(', ')}`);
}

function defaultsIn(fields: Readonly<Record<string, string>>): ImportDefaults {
  const { timeZone = 'UTC', currency = '' } = fields;
  if (!isTimeZone(timeZone)) throw badField('timeZone', 'must be a zone like Europe/Berlin');
  if (!/^([A-Z]{3})?$/.test(currency)) throw badField('currency', 'must be a code like USD');
  const instantIn = (name: string) => {
    const text = fields[name] ?? '';
    if (text === '') return null;
    if (/^\d{1,15}$/.test(text)) return Number(text);
    throw badField(name, 'must be epoch ms');
  };
  return {
    timeZone,
    currency: currency === '' ? null : currency,
    startsAt: instantIn('startsAt'),
    endsAt: instantIn('endsAt'),
  };
}

/** @param now epoch ms */
function importRows(
  organisationId: string,
  { rows }: CsvTable,
  columns: readonly Column[],
  defaults: ImportDefaults,
  now: number,
): ImportRow[] {
  const seen = new Map<string, number>();
  const refColumn = columns.find(({ field }) => field === 'externalRef')?.name ?? 'externalRef';
  return rows.map(({ line, cells }) => {
    const { externalRef, body, errors } = readRow(cells, columns, defaults, now);
    const before = externalRef === null ? undefined : seen.get(externalRef);
    if (externalRef !== null && before === undefined) seen.set(externalRef, line);
    const lotId = externalRef === null ? null : importedLotId(organisationId, externalRef);
    const row = { line, externalRef, cells: cells.slice(0, columns.length), lotId };
    if (before === undefined) return { ...row, body, errors };
    const message = `stands in line ${before} already`;
    return { ...row, body: null, errors: [...errors, { column: refColumn, message }] };
  });
}
