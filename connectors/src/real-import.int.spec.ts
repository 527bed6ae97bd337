/** `npm run import` as people run it: real processes, real servers, real files where they are at hand. */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { setTimeout as delay } from 'node:timers/promises';
import { withBackends } from '@auction/streams/testing/backends';
import { sampleData } from '@auction/streams/testing/sample-data';
import { temporaryFolder } from '@auction/streams/testing/temporary-folder';
import { aRow, aSalesFile, someRows } from './copart/fixtures/a-sales-file.ts';
import type { ImportSummary } from './imports/summary.ts';
import { tokenHeader } from './internal-token.ts';
import { openRealFlow } from './testing/real-flow.ts';
import type { RealFlow } from './testing/real-flow.ts';

const rowsMin = 10;
const clean = { rejected: [], late: 0 };

withBackends(import.meta.filename, ['kafka', 'registry', 'postgres', 'cassandra'], (backends) => {
  const folder = temporaryFolder();
  let flow: RealFlow;
  beforeAll(async () => {
    flow = await openRealFlow(backends, { MINIMUM_ROWS: String(rowsMin) });
  }, 240_000);
  afterAll(() => flow.close(), 60_000);

  const fileOf = (name: string, bytes: Buffer): string => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  };

  /** Imports a file and reads what is told of it. */
  async function imported(path: string, ...flags: string[]): Promise<ImportSummary> {
    const { code, stdout, stderr } = await flow.importFile([path, '--json', ...flags]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) });
    return JSON.parse(stdout) as ImportSummary;
  }

  async function liveIds(prefix: string): Promise<string[]> {
    const { rows } = await flow.pipeline.postgres.pool.query<{ id: string }>(
      `SELECT site_listing_id AS id FROM lot
       WHERE site_listing_id LIKE $1 AND status NOT IN ('ENDED', 'WITHDRAWN') ORDER BY 1`,
      [`${prefix}%`],
    );
    return rows.map(({ id }) => id);
  }

  test('--complete closes what earlier imports had; without it nobody is closed', async () => {
    const rows = someRows(20);
    expect(await imported(fileOf('all.csv', aSalesFile(rows)))).toMatchObject({
      ...clean,
      rows: 20,
      published: 20,
      appeared: 20,
      complete: false,
    });
    const fewer = fileOf('fewer.csv', aSalesFile(rows.slice(2)));
    const undeclared = { ...clean, unchanged: 18, changed: 0, gone: 0, complete: false };
    expect(await imported(fewer)).toMatchObject(undeclared);
    expect(await liveIds('900000')).toHaveLength(20);
    const declared = { ...clean, unchanged: 18, gone: 2, complete: true, reason: null };
    expect(await imported(fewer, '--complete')).toMatchObject(declared);
    expect(await liveIds('900000')).not.toContain('90000001');
    expect(await liveIds('900000')).toHaveLength(18);
    const short = fileOf('short.csv', aSalesFile(rows.slice(0, rowsMin - 1)));
    const summary = await imported(short, '--complete');
    expect(summary).toMatchObject({ gone: 0, complete: false });
    expect(summary.reason).toMatch(/^TOO_FEW_ROWS: 9 rows, at least 10/);
  });

  test('a packed file is the same file', async () => {
    const path = fileOf('packed.csv.gz', gzipSync(aSalesFile(someRows(20).slice(2))));
    expect(await imported(path)).toMatchObject({ ...clean, rows: 18, unchanged: 18 });
  });

  test('rejected rows are told with number and reason, whoever rejected them', async () => {
    const lines = [
      aRow({ lotNumber: '91000001' }),
      aRow({ lotNumber: '91000002', currencyCode: 'GOLD' }),
      '1,"cut off in the middle',
      aRow({ lotNumber: '91000003' }),
    ];
    const path = fileOf('rejected.csv', aSalesFile(lines));
    const { code, stdout } = await flow.importFile([path]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^rows read +4\npublished +2\n/);
    expect(stdout).toMatch(/^rejected +2$/m);
    expect(stdout).toMatch(/^ {2}row 3 \(91000002\): BAD_CURRENCY: /m);
    expect(stdout).toMatch(/^ {2}row 4: [A-Z_]+: /m);
    expect(await liveIds('910000')).toEqual(['91000001', '91000003']);
  });

  test('another import must wait, a stranger is turned away', async () => {
    const body = aSalesFile(someRows(12));
    const first = upload(flow, flow.token);
    first.write(body.subarray(0, body.length - 1));
    // The answer's head goes out when the connector begins with the file.
    const answer = await answerOf(first);
    expect(answer.statusCode).toBe(200);
    expect(await refused(flow, flow.token)).toMatch(/^409 .*BUSY: another import is running/);
    first.end(body.subarray(body.length - 1));
    expect(await textOf(answer)).toMatch(/"kind":"done".*"rows":12/);
    expect(await refused(flow, 'not-the-token-of-this-spec')).toMatch(/^401 .*TOKEN: /);
    expect(await refused(flow, '')).toMatch(/^401 .*TOKEN: /);
  });

  test('a connector killed in the middle and started again: the import ends by itself', async () => {
    const count = 40_000;
    const path = fileOf('large.csv', aSalesFile(someRows(count)));
    let crash: Promise<void> | undefined;
    const { code, stdout, stderr } = await flow.importFile([path, '--json'], (line) => {
      if (line.includes('sending the file')) crash ??= delay(500).then(() => flow.crashConnector());
    });
    expect(crash).toBeDefined();
    await crash;
    expect(stderr).toMatch(/: trying again/);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ...clean, rows: count, published: count });
    expect(await lotCount(flow)).toBeGreaterThanOrEqual(count);
  }, 600_000);

  describe('real files', () => {
    const morning = sampleData('copart/salesdata-morning.csv');
    const evening = sampleData('copart/salesdata-evening.csv');
    const oldRow = sampleData('copart/header-49-and-one-real-row-2020.csv');
    const lotSearch = sampleData('copart/lotsearch_sample.csv');

    test('morning, then evening: every lot, then only what changed', async () => {
      if (morning === undefined || evening === undefined) return;
      const before = await lotCount(flow);
      expect(await imported(morning)).toMatchObject({
        ...clean,
        rows: 4_000,
        published: 4_000,
        changed: 4_000,
        unchanged: 0,
        gone: 0,
      });
      expect(await lotCount(flow)).toBe(before + 4_000);
      expect(await imported(evening)).toMatchObject({
        ...clean,
        rows: 4_000,
        published: 4_000,
        changed: 2_761,
        unchanged: 1_239,
        gone: 0,
      });
      expect(await lotCount(flow)).toBe(before + 4_000);
    }, 240_000);

    test('the 49-column row of 2020 is imported', async () => {
      if (oldRow === undefined) return;
      expect(await imported(oldRow)).toMatchObject({ ...clean, rows: 1, published: 1, changed: 1 });
    });

    test('the lot-search export is refused, and nothing of it is published', async () => {
      if (lotSearch === undefined) return;
      const before = await lotCount(flow);
      const { code, stdout, stderr } = await flow.importFile([lotSearch, '--json']);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^Not imported: WRONG_EXPORT: .*lot-search export/m);
      expect(JSON.parse(stdout)).toEqual({ error: expect.stringMatching(/^WRONG_EXPORT: /) });
      expect(await lotCount(flow)).toBe(before);
    });
  });
});

async function lotCount({ pipeline }: RealFlow): Promise<number> {
  const { rows } = await pipeline.postgres.pool.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM lot',
  );
  return rows[0]?.count ?? 0;
}

/** A file on its way to the connector; its body is the caller's to write. */
function upload({ connectorUrl }: RealFlow, token: string): ClientRequest {
  const url = new URL('/imports?site=copart&file=by-hand.csv', connectorUrl);
  return httpRequest(url, { method: 'POST', headers: { [tokenHeader]: token }, agent: false });
}

async function answerOf(request: ClientRequest): Promise<IncomingMessage> {
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  return answer;
}

const textOf = async (answer: IncomingMessage): Promise<string> =>
  (await answer.setEncoding('utf8').toArray()).join('');

/** Sends an empty file. @returns status and body of the refusal */
async function refused(flow: RealFlow, token: string): Promise<string> {
  const request = upload(flow, token);
  request.end();
  const answer = await answerOf(request);
  return `${answer.statusCode ?? 0} ${await textOf(answer)}`;
}
