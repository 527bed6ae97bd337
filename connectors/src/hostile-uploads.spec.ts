/** Uploads that want to hurt, as they come over the internal port: refused in bounded memory, others served meanwhile. */
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { createGzip, deflateRawSync } from 'node:zlib';
import { Readable } from 'node:stream';
import { silentLogger } from '@auction/streams/runtime/logger';
import { createMetrics, startOpsServer } from '@auction/streams/runtime/ops-server';
import type { OpsServer } from '@auction/streams/runtime/ops-server';
import { dealerFeed } from './dealer/feed.ts';
import { readMappings, shippedMappings } from './dealer/mapping.ts';
import { importRoute } from './import-route.ts';
import { tokenHeader } from './internal-token.ts';
import { previewRoute } from './preview-route.ts';
import { aClock, noRateLimit, startWorker, testLimits } from './testing/feed-harness.ts';

const token = 'invented-token-of-a-spec';
const bytesMax = testLimits.bytesMax;
const growthMax = 150 * 1024 * 1024;
const header = 'vehicle_id,title,url,make,model,year,price';
const good = `${header}\nV1,T,u,Ford,Focus,2015,9000 USD\n`;
/** Larger than what may come out of a file. */
const bombBytes = 2 * bytesMax;
const piece = Buffer.alloc(1024 * 1024, 'a');

function* zeros(first: string, bytes: number): Generator<Buffer> {
  yield Buffer.from(first);
  for (let sent = 0; sent < bytes; sent += piece.length) yield piece;
}

async function gzipBomb(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const packed = Readable.from(zeros(`${header}\n`, bombBytes)).pipe(createGzip());
  for await (const chunk of packed as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** A zip archive of one file, without its directory: readers of a stream never see that. */
function zipBomb(): Buffer {
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(8, 8);
  head.writeUInt16LE(5, 26);
  const bomb = Buffer.concat([Buffer.from(`${header}\n`), Buffer.alloc(bombBytes, 'a')]);
  return Buffer.concat([head, Buffer.from('a.csv'), deflateRawSync(bomb)]);
}

const open = `${header}\nV1,"${'x,\n'.repeat(8_000_000)}`;
const hostile: [string, () => Buffer | Promise<Buffer>, RegExp][] = [
  ['a gzip bomb', gzipBomb, /TOO_LARGE|RECORD_TOO_LONG/],
  ['a zip bomb', zipBomb, /TOO_LARGE|RECORD_TOO_LONG|BAD_ARCHIVE/],
  ['an unclosed quote over 24 MB', () => Buffer.from(open), /TOO_MANY_REJECTED/],
  [
    '100,000 columns',
    () => Buffer.from(`${'c,'.repeat(100_000)}d\n1\n`),
    /TOO_MANY_COLUMNS|NO_MAPPING|RECORD_TOO_LONG|EMPTY_FILE/,
  ],
  [
    'a row of 100,000 cells',
    () => Buffer.from(`${header}\n${'1,'.repeat(100_000)}\n`),
    /"rejected":1/,
  ],
  [
    'NUL in a row',
    () => Buffer.from(`${header}\nV1,T\u0000,u,Ford,Focus,2015,9000 USD\n`),
    /"rejected":1/,
  ],
  ['UTF-16 that is none', () => Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x41, 0x00, 0x0a]), /refused/],
  [
    'a program',
    () => Buffer.from(`MZ\u0090\u0000${'\u0000'.repeat(100_000)}`, 'latin1'),
    /refused/,
  ],
];

let ops: OpsServer;
beforeAll(async () => {
  const access = { fileUrl: 'http://127.0.0.1:9/', user: '', password: '' };
  const limited = { limits: testLimits, rate: noRateLimit };
  const feed = dealerFeed({ ...access, ...limited }, readMappings(shippedMappings), Date.now);
  const { worker, log } = await startWorker({ feed: () => feed, clock: aClock(), rowsMin: 1 });
  const shared = { token, bytesMax, logger: silentLogger, now: Date.now, log };
  ops = await startOpsServer({
    ...{ host: '127.0.0.1', port: 0, name: 'connector-dealer', version: '0' },
    ...{ metrics: createMetrics(), logger: silentLogger },
    isHealthy: () => ({ ok: true }),
    isReady: () => ({ ok: true }),
    routes: {
      'POST /imports': importRoute({ ...shared, workers: new Map([['dealer', worker]]) }),
      'POST /imports/preview': previewRoute({
        token,
        bytesMax,
        feeds: new Map([['dealer', feed]]),
      }),
    },
  });
});
afterAll(() => ops.close());

async function posted(route: string, body: Buffer): Promise<string> {
  const url = `http://127.0.0.1:${ops.port}${route}?site=dealer&file=a.csv`;
  const request = httpRequest(url, {
    method: 'POST',
    headers: { [tokenHeader]: token },
    agent: false,
  });
  // A file that is refused early is not read to its end.
  request.on('error', () => undefined);
  request.end(body);
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  const text = (await answer.setEncoding('utf8').toArray()).join('');
  request.destroy();
  return text;
}

test.each(hostile)('%s is refused, and others are served meanwhile', async (what, make, why) => {
  const body = await make();
  const before = process.memoryUsage().rss;
  const startedAt = performance.now();
  let tookMs = 0;
  const importing = posted('/imports', body).then((text) => {
    tookMs = performance.now() - startedAt;
    return text;
  });
  // A person with a file of their own, and whoever watches over the process.
  const preview = await posted('/imports/preview', Buffer.from(good));
  expect(JSON.parse(preview)).toMatchObject({ rows: 1 });
  expect((await fetch(`http://127.0.0.1:${ops.port}/healthz`)).status).toBe(200);
  expect(await importing).toMatch(why);
  expect(process.memoryUsage().rss - before).toBeLessThan(growthMax);
  console.info(`${what}: ${Math.round(body.length / 1024)} KB refused in ${Math.round(tookMs)} ms`);
});

test('the next good file is taken', async () => {
  expect(await posted('/imports', Buffer.from(good))).toMatch(
    /"kind":"done".*"published":1,"rejected":0/,
  );
});
