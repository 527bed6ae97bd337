import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { FeedError } from '../connector.ts';
import type { Fetched, Validators } from '../connector.ts';
import { startPlainSite } from '../testing/plain-site.ts';
import type { PlainSite } from '../testing/plain-site.ts';
import type { HttpLimits } from './exchange.ts';
import { fetchFile } from './fetch-file.ts';

const now = Date.parse('2030-01-15T12:00:00Z');
const limits: HttpLimits = {
  connectMs: 2_000,
  firstByteMs: 2_000,
  stallMs: 300,
  bytesPerSecondMin: 1_000,
  bytesMax: 10_000,
  redirectMax: 5,
};
const noValidators: Validators = { etag: null, lastModified: null };

let site: PlainSite | undefined;
afterEach(() => site?.close());

async function fetched(
  answer: (response: ServerResponse) => void,
  validators = noValidators,
): Promise<Fetched> {
  site = await startPlainSite(answer);
  return fetchFile(
    {
      url: new URL(site.url),
      headers: {},
      credentials: { query: {}, headers: {} },
      contentTypes: ['text/csv'],
      limits,
      now: () => now,
    },
    validators,
    new AbortController().signal,
  );
}

/** @returns how many bytes came, or the fault that ended them */
async function received(answer: (response: ServerResponse) => void): Promise<number | string> {
  const result = await fetched(answer);
  if (result.kind !== 'FILE') return result.kind;
  let bytes = 0;
  try {
    for await (const chunk of result.file.bytes) bytes += chunk.length;
    return bytes;
  } catch (error) {
    if (error instanceof FeedError) return `${error.code}: ${error.message}`;
    throw error;
  }
}

describe('conditions', () => {
  const etag = 'W/"5f-1a"';
  const lastModified = 'Tue, 15 Jan 2030 11:00:00 GMT';
  const rows: [Validators, asked: Record<string, string | undefined>][] = [
    [noValidators, {}],
    [{ etag, lastModified: null }, { 'if-none-match': etag }],
    [{ etag: null, lastModified }, { 'if-modified-since': lastModified }],
    [
      { etag, lastModified },
      { 'if-none-match': etag, 'if-modified-since': lastModified },
    ],
  ];
  test.each(rows)('%j', async (validators, expected) => {
    const result = await fetched((response) => response.writeHead(304).end(), validators);
    expect(result).toEqual({ kind: 'NOT_MODIFIED' });
    const [headers = {}] = site?.asked ?? [];
    const sent = Object.entries(headers).filter(([name]) => name.startsWith('if-'));
    expect(Object.fromEntries(sent)).toEqual(expected);
  });

  test('the next ones are those of the answer', async () => {
    const result = await fetched((response) => {
      const date = new Date(now).toUTCString();
      const type = { 'content-type': 'text/csv' };
      response.writeHead(200, { ...type, date, etag, 'last-modified': lastModified });
      response.end('x');
    });
    if (result.kind !== 'FILE') throw new Error(result.kind);
    expect(result.file.validators).toEqual({ etag, lastModified });
    expect(result.file.observedAt).toBe(Date.parse(lastModified));
    result.file.cancel();
  });
});

describe('Retry-After', () => {
  const rows: [status: number, header: string | undefined, waitMs: number | null][] = [
    [429, undefined, null],
    [429, '90', 90_000],
    [429, '0', 0],
    [503, '90', 90_000],
    [429, 'Tue, 15 Jan 2030 12:02:00 GMT', 120_000],
    [429, 'Tue, 15 Jan 2030 11:00:00 GMT', 0],
    // Longer than an hour is a mistake of the site's.
    [429, '86400', 3_600_000],
    [429, 'Wed, 16 Jan 2030 12:00:00 GMT', 3_600_000],
    [429, 'soon', null],
  ];
  test.each(rows)('%i %s', async (status, header, waitMs) => {
    const headers = header === undefined ? {} : { 'retry-after': header };
    const result = await fetched((response) => response.writeHead(status, headers).end());
    expect(result).toMatchObject({ kind: 'UNAVAILABLE', retryAfterMs: waitMs });
  });
});

describe('size and speed', () => {
  const type = { 'content-type': 'text/csv' };
  const packed = { ...type, 'content-encoding': 'gzip' };
  const send = (bytes: Buffer, headers: Record<string, string> = type) => {
    return (response: ServerResponse) => response.writeHead(200, headers).end(bytes);
  };
  const tooLarge = 'TOO_LARGE: the file is larger than 10000 bytes';
  const rows: [
    name: string,
    answer: (response: ServerResponse) => void,
    expected: number | string,
  ][] = [
    ['exactly the largest file', send(Buffer.alloc(10_000, 'x')), 10_000],
    ['a byte more', send(Buffer.alloc(10_001, 'x')), tooLarge],
    [
      'small when packed, exactly the largest',
      send(gzipSync(Buffer.alloc(10_000)), packed),
      10_000,
    ],
    ['small when packed, larger unpacked', send(gzipSync(Buffer.alloc(10_001)), packed), tooLarge],
    ['a packed file without a coding', send(gzipSync(Buffer.alloc(10_001))), tooLarge],
  ];
  test.each(rows)('%s', async (_name, answer, expected) => {
    expect(await received(answer)).toBe(expected);
  });

  const drip = (bytes: number, everyMs: number) => (response: ServerResponse) => {
    response.writeHead(200, type);
    const timer = setInterval(() => response.write(Buffer.alloc(bytes, 'x')), everyMs);
    response.on('close', () => clearInterval(timer));
  };
  test('bytes that keep coming, too few of them, are a stall', async () => {
    expect(await received(drip(4, 20))).toBe('STALLED: less than 1000 bytes a second');
  });
  test('slow but fast enough goes on', async () => {
    expect(await received(drip(400, 20))).toBe(tooLarge);
  });
  test('no byte at all for too long is a stall', async () => {
    expect(await received((response) => response.writeHead(200, type).write('x'))).toBe(
      'STALLED: no byte for 300 ms',
    );
  });
});

describe('a connection that ends early', () => {
  test('what had come is read, however late the reader begins', async () => {
    let closed: Promise<unknown> = Promise.resolve();
    const result = await fetched((response) => {
      response.writeHead(200, { 'content-type': 'text/csv', 'content-length': '9000' });
      closed = once(response, 'close');
      response.write(Buffer.alloc(6_000, 'x'), () => response.socket?.end());
    });
    await closed;
    await delay(50); // the client's side of the connection learns of it
    const read: Buffer[] = [];
    const reading = async (): Promise<void> => {
      if (result.kind !== 'FILE') return;
      for await (const chunk of result.file.bytes) read.push(chunk);
    };
    await expect(reading()).rejects.toThrow('the transfer ended after 6000 of 9000 bytes');
    expect(Buffer.concat(read)).toHaveLength(6_000);
  });
});
