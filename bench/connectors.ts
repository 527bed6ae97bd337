/**
 * `npm run bench:connectors [-- --rows N --large-mb M]`: each connector's reader on a large file, in a process
 * of its own, beside csv-parse or stream-json alone on the same file. Prints a table; keeps nothing.
 */
import { spawnSync } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { RateLimit } from '@auction/connectors/http/rate-limit';
import { knownSites } from '@auction/connectors/sites';
import type { Site } from '@auction/avro/topics';
import { parse } from 'csv-parse';
import chain from 'stream-chain';
import { pick } from 'stream-json/filters/pick.js';
import { parser } from 'stream-json/parser.js';
import { streamArray } from 'stream-json/streamers/stream-array.js';
import { streamValues } from 'stream-json/streamers/stream-values.js';
import { z } from 'zod';
import { writeInput } from './connector-inputs.ts';
import type { InputName } from './connector-inputs.ts';

const { values: asked } = parseArgs({
  options: {
    rows: { type: 'string', default: '150000' },
    'large-mb': { type: 'string', default: '1024' },
    reader: { type: 'string' },
    file: { type: 'string' },
  },
});

/** `csv-parse` and `stream-json` are the peers, everything else a site. */
async function rowsRead(reader: string, path: string): Promise<{ rows: number; rejected: number }> {
  let [rows, rejected] = [0, 0];
  if (reader === 'stream-json') return { rows: await recordsBeside(path), rejected };
  const file = createReadStream(path, { highWaterMark: 65_536 });
  if (reader === 'csv-parse') {
    const options = { relax_quotes: true, relax_column_count: true, from_line: 2 };
    for await (const record of file.pipe(parse(options))) if (record) rows += 1;
    return { rows, rejected };
  }
  const take = ({ kind }: { readonly kind: string }): void => {
    rows += 1;
    if (kind === 'UNREADABLE') rejected += 1;
  };
  const site = reader as Site; // an argument this script gave itself
  const now = Date.now;
  const limits = { connectMs: 1, firstByteMs: 1, stallMs: 1, bytesPerSecondMin: 1 };
  const rate = new RateLimit({ perSecond: 1, burst: 1, now });
  const surroundings = { limits: { ...limits, bytesMax: 1, redirectMax: 0 }, rate, now };
  const feed = knownSites[site].feed({}, { ...surroundings, random: Math.random });
  const read = feed.createReader();
  for await (const chunk of file as AsyncIterable<Buffer>)
    for (const one of read.read(chunk)) take(one);
  for (const one of read.end('READ')) take(one);
  if (read.header.kind === 'REFUSED') throw new Error(read.header.reason);
  return { rows, rejected };
}

/** Records as stream-json puts them together, of an array in a document or of lines. */
async function recordsBeside(path: string): Promise<number> {
  const file = createReadStream(path, { highWaterMark: 65_536 });
  const key = /^\{"(?:totalCount":\d+,")?(Results|items)":\[/.exec(await beginningOf(path))?.[1];
  const records =
    key === undefined
      ? chain([file, parser({ jsonStreaming: true }), streamValues()])
      : chain([file, parser(), pick({ filter: key }), streamArray()]);
  let rows = 0;
  for await (const record of records as AsyncIterable<unknown>) if (record) rows += 1;
  return rows;
}

async function beginningOf(path: string): Promise<string> {
  for await (const chunk of createReadStream(path, { end: 63 }) as AsyncIterable<Buffer>) {
    return chunk.toString('latin1');
  }
  return '';
}

const measured = z.object({
  rows: z.number(),
  rejected: z.number(),
  seconds: z.number(),
  cpuSeconds: z.number(),
  peakMb: z.number(),
});

async function measureHere(reader: string, path: string): Promise<void> {
  const startedAt = performance.now();
  const counts = await rowsRead(reader, path);
  const seconds = (performance.now() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage();
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1_024);
  console.log(JSON.stringify({ ...counts, seconds, cpuSeconds: (user + system) / 1e6, peakMb }));
}

function measure(reader: string, path: string): z.output<typeof measured> {
  const args = [import.meta.filename, '--reader', reader, '--file', path];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${reader} ended with ${status}: ${stderr}`);
  return measured.parse(JSON.parse(stdout));
}

const rows = Number(asked.rows);
/** Bytes of a row of the generic file, about. */
const rowBytes = 167;
const large = Math.ceil((Number(asked['large-mb']) * 1024 * 1024) / rowBytes);
const cases: readonly [InputName, number, readonly string[]][] = [
  ['copart', rows, ['copart', 'csv-parse']],
  ['gsa', rows, ['gsa', 'stream-json']],
  ['manheim', rows, ['manheim', 'stream-json']],
  ['govdeals', rows, ['govdeals', 'stream-json']],
  ['ebay', rows, ['ebay', 'stream-json']],
  // Of a page no library finds the variable; the list of completed auctions has the same items.
  ['bat-board', rows, ['bat']],
  ['bat-list', rows, ['bat', 'stream-json']],
  ['dealer-csv', rows, ['dealer', 'csv-parse']],
  ['dealer-xml', rows, ['dealer']],
  ['dealer-jsonl', rows, ['dealer', 'stream-json']],
  ['dealer-csv', large, ['dealer', 'csv-parse']],
];

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-connectors-'));
  const load = () => loadavg()[0]?.toFixed(1) ?? '?';
  console.log(
    `${cpus().length} cores (${cpus()[0]?.model ?? '?'}), Node ${process.version}, load ${load()}`,
  );
  console.log('| file | MB | rows | reader | rejected | rows/s | CPU-s | peak MB |');
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- |');
  try {
    for (const [name, count, readers] of cases) {
      if (count === 0) continue;
      const path = join(folder, name);
      const megabytes = Math.round((await writeInput(path, name, count)) / 1024 / 1024);
      for (const reader of readers) {
        const { rows: read, rejected, seconds, cpuSeconds, peakMb } = measure(reader, path);
        const figures = [Math.round(read / seconds), cpuSeconds.toFixed(1), peakMb];
        console.log(`| ${[name, megabytes, read, reader, rejected, ...figures].join(' | ')} |`);
      }
      rmSync(path);
    }
    console.log(`load at the end ${load()}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (asked.reader !== undefined && asked.file !== undefined) {
  await measureHere(asked.reader, asked.file);
} else await main();
