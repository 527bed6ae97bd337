/** Site controls through the gateway, before a connector that answers as it is told. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { withBackends } from '@auction/streams/testing/backends';
import { openAccountBench } from '../testing/account-bench.ts';
import type { AccountBench, Gateway } from '../testing/account-bench.ts';

const token = 'internal-token-of-a-spec';

withBackends(import.meta.filename, ['postgres'], ({ postgresUrl, name }) => {
  let bench: AccountBench;
  let gateway: Gateway;
  const asked: { url: string; token: unknown; secret?: unknown }[] = [];
  let answer: { status: number; body: object } = { status: 200, body: {} };
  let received = '';
  const connector = createServer((request, response) => {
    received = '';
    request.setEncoding('utf8').on('data', (text: string) => (received += text));
    request.on('end', () => {
      const { 'x-auction-token': shown, 'x-hook-secret': secret } = request.headers;
      const hook = secret === undefined ? {} : { secret };
      asked.push({ url: request.url ?? '', token: shown, ...hook });
      response.writeHead(answer.status).end(JSON.stringify(answer.body));
    });
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => connector.listen(0, '127.0.0.1', resolve));
    const { port } = connector.address() as AddressInfo; // a TCP server that listens has one
    bench = await openAccountBench(postgresUrl, name);
    const urls = new Map([['gsa', `http://127.0.0.1:${port}`]]);
    gateway = await bench.gateway({ connectors: { url: undefined, urls, token } });
  });
  afterAll(async () => {
    await gateway.close();
    await bench.close();
    connector.closeAllConnections();
    connector.close();
  });

  const cases: [string, string, number, object, number, object][] = [
    [
      ...(['a pause is passed on', 'gsa/pause', 200] as const),
      { site: 'gsa', pausedAt: 5, nextRunAt: null },
      ...([200, { action: 'SITE_PAUSED', target: 'site/gsa', result: 'DONE' }] as const),
    ],
    [
      ...(['a refusal is told and recorded', 'gsa/run', 409] as const),
      { error: 'PAUSED: resume the site first' },
      ...([409, { action: 'SITE_RUN', result: 'REFUSED', reason: 'CONFLICT' }] as const),
    ],
    [
      ...(['a site nobody serves', 'gsa/resume', 404, { error: 'NO_SUCH_SITE: gsa' }] as const),
      ...([404, { action: 'SITE_RESUMED', result: 'REFUSED', reason: 'NO_SUCH_ENTRY' }] as const),
    ],
  ];
  test.each(cases)('%s', async (_, path, status, body, expected, record) => {
    answer = { status, body };
    const operator = await bench.user(null, ['OPERATOR']);
    await bench.audited();
    const url = `/api/sites/${path}`;
    const { statusCode } = await gateway.app.inject({
      method: 'POST',
      url,
      headers: operator.headers,
    });
    expect(statusCode).toBe(expected);
    const wish = path.split('/')[1] ?? '';
    expect(asked.at(-1)).toEqual({ url: `/sites/wish?site=gsa&wish=${wish}`, token });
    expect(await bench.audited()).toEqual([
      expect.objectContaining({ ...record, actorId: operator.id }),
    ]);
  });

  test.each([
    ['an event is passed on with its secret', 200, 200],
    ['a guessed address', 404, 404],
    ['no event of the site', 400, 400],
    ['it must come again', 503, 503],
  ])('%s', async (_, status, expected) => {
    answer = { status, body: { error: 'WORDS: of the connector' } };
    const { statusCode } = await gateway.app.inject({
      method: 'POST',
      url: '/hooks/gsa/a-secret_1',
      payload: { eventType: 'UNIT.UPDATED' },
    });
    expect(statusCode).toBe(expected);
    expect(asked.at(-1)).toEqual({ url: '/hooks?site=gsa', token, secret: 'a-secret_1' });
  });

  test('a file goes on to the connector as it comes, and its progress comes back', async () => {
    const operator = await bench.user(null, ['OPERATOR']);
    await bench.audited();
    const body = { kind: 'refused', reason: 'HTML_PAGE: the file is a web page' };
    answer = { status: 200, body };
    const { statusCode, headers, payload } = await gateway.app.inject({
      method: 'POST',
      url: '/api/imports?site=gsa&file=a.csv&complete=true',
      headers: { ...operator.headers, 'content-type': 'application/octet-stream' },
      payload: Buffer.from('vin\n1'),
    });
    expect([statusCode, headers['content-type']]).toEqual([200, 'application/x-ndjson']);
    expect(JSON.parse(payload)).toEqual(body);
    expect(received).toBe('vin\n1');
    expect(asked.at(-1)?.url).toBe('/imports?site=gsa&file=a.csv&complete=true');
    expect(await bench.audited()).toEqual([
      expect.objectContaining({ action: 'FILE_IMPORTED', target: 'site/gsa' }),
    ]);
  });

  test('a connector that is away: 503, and nothing is recorded as done', async () => {
    const operator = await bench.user(null, ['OPERATOR']);
    await bench.audited();
    const { statusCode } = await gateway.app.inject({
      method: 'POST',
      url: '/api/sites/bat/pause',
      headers: operator.headers,
    });
    expect(statusCode).toBe(503);
    expect(await bench.audited()).toEqual([]);
  });
});
