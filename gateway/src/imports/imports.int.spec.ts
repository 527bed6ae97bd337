/** Lots from a file on real servers: dry run, drafts, the same file again, and what is hostile. */
import { withBackends } from '@auction/streams/testing/backends';
import { eventually } from '@auction/streams/testing/eventually';
import type { Problem } from '../contract.ts';
import type { SaleImport, SaleItem } from '../sell-contract.ts';
import { openRealSale } from '../testing/real-sale.ts';
import type { Asker, RealSale } from '../testing/real-sale.ts';

const withinMs = 2_000;

withBackends(import.meta.filename, ['kafka', 'registry', 'postgres'], (backends) => {
  let sale: RealSale;
  let seller: Asker;
  let other: Asker;
  beforeAll(async () => {
    sale = await openRealSale(backends);
    seller = await sale.person('Seller', ['SELLER']);
    other = await sale.person('Other', ['SELLER']);
  }, 120_000);
  afterAll(() => sale.close(), 60_000);

  const day = 86_400_000;
  function form(csv: string | Buffer, fields: Readonly<Record<string, string>> = {}): FormData {
    const made = new FormData();
    const now = Date.now();
    const usual = { currency: 'USD', startsAt: String(now), endsAt: String(now + day) };
    for (const [name, text] of Object.entries({ ...usual, ...fields })) made.append(name, text);
    made.append('file', new Blob([new Uint8Array(Buffer.from(csv))]), 'lots.csv');
    return made;
  }
  const check = (file: FormData, who = seller) =>
    sale.ask<SaleImport & Problem>(who, 'POST /api/sell/imports', { body: file });
  const start = (importId: string, who = seller) =>
    sale.ask<SaleImport>(who, `POST /api/sell/imports/${importId}/start`);
  const done = (importId: string) =>
    eventually(
      async () => {
        const { body } = await sale.ask<SaleImport>(seller, `GET /api/sell/imports/${importId}`);
        expect(body.state).toBe('DONE');
        return body;
      },
      { withinMs: 60_000, everyMs: 100 },
    );
  const lotsOf = async (who: Asker) =>
    (await sale.ask<{ lots: SaleItem[] }>(who, 'GET /api/sell/lots')).body.lots;
  const file = [
    'Stock,Title,Start,Reserve,Note',
    'A1,2018 Camry,"5,000",9000,=cmd|x',
    'A2,2019 Golf,much,,',
    'A3,2020 Leaf,4000,3000,',
    'A1,2018 Camry again,100,,',
    'A4,2021 Zoe,4000,,',
  ].join('\r\n');

  test('a dry run says what is wrong in which row and column; nothing is made', async () => {
    const { status, body } = await check(form(file));
    expect(status).toBe(200);
    expect(body).toMatchObject({ state: 'CHECKED', rowCount: 5, goodCount: 2, sentCount: 0 });
    expect(body.columns.map(({ field }) => field)).toEqual([
      'externalRef',
      'title',
      'start',
      'reserve',
      'note',
    ]);
    const faults = body.faultyRows.map(({ line, errors }) => [line, errors[0]?.column]);
    expect(faults).toEqual([
      [3, 'Start'],
      [4, 'Reserve'],
      [5, 'Stock'],
    ]);
    expect(await lotsOf(seller)).toEqual([]);
  });

  test('drafts are made; the same file again changes nothing; rejects can be fetched', async () => {
    const first = (await check(form(file))).body;
    await start(first.importId);
    expect(await done(first.importId)).toMatchObject({ madeCount: 2, knownCount: 0 });
    const made = await lotsOf(seller);
    expect(made.map(({ status, externalRef }) => [status, externalRef]).sort()).toEqual([
      ['DRAFT', 'A1'],
      ['DRAFT', 'A4'],
    ]);
    expect(made.find(({ externalRef }) => externalRef === 'A1')).toMatchObject({
      start: 500_000,
      reserve: 900_000,
      vehicle: { note: '=cmd|x' },
    });
    const second = (await check(form(file.replace('2018 Camry', 'Changed')))).body;
    await start(second.importId);
    expect(await done(second.importId)).toMatchObject({ madeCount: 0, knownCount: 2 });
    expect(await lotsOf(seller)).toEqual(made);

    const csv = await fetch(`${sale.url}/api/sell/imports/${first.importId}/rejects.csv`, {
      headers: { cookie: `sid=${seller.cookie}` },
    });
    expect([csv.status, csv.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(await csv.text()).toContain('3,"Start: must be an amount like 12,500 or 12500.00",A2');
  });

  test('imports of others are not there; their own numbers are their own lots', async () => {
    const { importId } = (await check(form(file))).body;
    expect((await start(importId, other)).status).toBe(404);
    const theirs = (await check(form(file), other)).body;
    await start(theirs.importId, other);
    await eventually(async () => expect(await lotsOf(other)).toHaveLength(2));
  });

  const manyRows = (letter: string, count: number) => {
    const rows = Array.from({ length: count }, (_, at) => `${letter}${at},Lot ${at},1000`);
    return form(['Stock,Title,Start', ...rows].join('\n'));
  };
  const one = async <T extends object>(sql: string, ...values: readonly unknown[]) =>
    (await sale.bench.owner.query<T>(sql, [...values])).rows[0];

  test('without a resolver an import waits, and goes on by itself', async () => {
    const { importId } = (await check(manyRows('R', 120))).body;
    await sale.stopResolver();
    await start(importId);
    await eventually(
      async () => {
        const { body } = await sale.ask<SaleImport>(seller, `GET /api/sell/imports/${importId}`);
        expect(body.state).toBe('WAITING');
      },
      { withinMs: 30_000, everyMs: 200 },
    );
    await sale.startResolver();
    expect(await done(importId)).toMatchObject({ madeCount: 120, knownCount: 0, refusedCount: 0 });
    const own = (await lotsOf(seller)).filter(({ externalRef }) => externalRef?.startsWith('R'));
    expect(own).toHaveLength(120);
  }, 120_000);

  test('killed in the middle it goes on by itself, and no lot is made twice', async () => {
    const count = 600;
    const { importId } = (await check(manyRows('K', count))).body;
    await start(importId);
    const left = `SELECT count(*)::int AS left FROM sale_import_row
      WHERE import_id = $1 AND outcome IS NULL`;
    await eventually(
      async () => {
        const row = await one<{ left: number }>(left, importId);
        expect(row?.left).toBeLessThan(count - 100);
      },
      { withinMs: 30_000, everyMs: 20 },
    );
    await sale.replaceGateway();
    expect((await one<{ left: number }>(left, importId))?.left).toBeGreaterThan(0);
    expect(await done(importId)).toMatchObject({ madeCount: count, knownCount: 0 });
    // Letters come to Postgres by a sink of their own, a little after the gateway has heard them.
    await eventually(
      async () => {
        const made = await one(
          `SELECT count(*)::int AS letters, count(DISTINCT lot_id)::int AS lots FROM letter
           WHERE result = 'ACCEPTED'
             AND lot_id IN (SELECT lot_id FROM sale_import_row WHERE import_id = $1)`,
          importId,
        );
        expect(made).toEqual({ letters: count, lots: count });
      },
      { withinMs: 30_000 },
    );
  }, 120_000);

  test('it does not go on in the name of somebody who may sell no longer', async () => {
    const leaver = await sale.colleague(seller, ['SELLER']);
    const { importId } = (await check(manyRows('L', 10), leaver)).body;
    await sale.bench.owner.query('UPDATE app_user SET roles = $2 WHERE id = $1', [
      leaver.userId,
      ['VIEWER'],
    ]);
    // As its gateway left it.
    await sale.bench.owner.query(
      'UPDATE sale_import SET started_at = 1, worked_at = 1, resume_at = 1, started_by = $2 WHERE id = $1',
      [importId, leaver.userId],
    );
    await eventually(
      async () => {
        const { body } = await sale.ask<SaleImport>(seller, `GET /api/sell/imports/${importId}`);
        expect(body).toMatchObject({ state: 'STOPPED', sentCount: 0 });
      },
      { withinMs: 30_000, everyMs: 200 },
    );
    await start(importId);
    expect(await done(importId)).toMatchObject({ madeCount: 10 });
  }, 90_000);

  test.each<[what: string, make: () => FormData, status: number]>([
    ['no rows', () => form('Stock,Title,Start\n'), 400],
    ['a needed column is missing', () => form('Title,Start\nx,1'), 400],
    ['an unclosed quote', () => form(`Stock,Title,Start\n"${'x,'.repeat(2_000_000)}`), 400],
    ['a million rows', () => form(`Stock,Title,Start\n${'1,2,3\n'.repeat(1_000_000)}`), 400],
    ['UTF-16', () => form(Buffer.from('\uFEFFStock\n1', 'utf16le')), 400],
    ['more than 10 MB', () => form('x'.repeat(11 * 1024 * 1024)), 413],
    ['an unknown encoding', () => form(file, { encoding: 'utf-7' }), 400],
    ['an unknown zone', () => form(file, { timeZone: '../etc/localtime' }), 400],
  ])('%s: refused in time', async (_what, make, status) => {
    const body = make();
    const began = performance.now();
    expect((await check(body)).status).toBe(status);
    expect(performance.now() - began).toBeLessThan(withinMs);
  });

  test('2,000 rows', async () => {
    const rows = Array.from({ length: 2_000 }, (_, at) => `B${at},Lot ${at},1000,,`);
    const { importId } = (await check(form(['Stock,Title,Start', ...rows].join('\n')))).body;
    const began = performance.now();
    await start(importId);
    expect(await done(importId)).toMatchObject({ madeCount: 2_000 });
    console.info(`2,000 drafts in ${Math.round(performance.now() - began)} ms`);
  }, 90_000);
});
