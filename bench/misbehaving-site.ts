/**
 * `npm run chaos:sites [-- --bad gsa --seconds 120]`: how long each site's changes take from the connector's
 * publishing to a frame of the board, while all sites are well and then while one of them misbehaves in each of
 * four ways. Starts an instance of its own, or measures a running one (`--data-dir`). Exit code 1: a healthy
 * site was late for it.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { topics } from '@auction/avro/topics';
import { connectKafka, kafkaLog } from '@auction/streams/runtime/kafka-log';
import { silentLogger } from '@auction/streams/runtime/logger';
import { openCodecs } from '@auction/streams/runtime/registry';
import { startInstance } from './instance.ts';
import { LiveWatcher } from './live-watcher.ts';
import { SiteLatencies } from './site-latencies.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8390' },
    'data-dir': { type: 'string' },
    bad: { type: 'string', default: 'gsa' },
    lots: { type: 'string', default: '500' },
    seconds: { type: 'string', default: '120' },
    'settle-seconds': { type: 'string', default: '40' },
  },
});
const seconds = Number(values.seconds);

/** Ways to misbehave, as the simulators' control port takes them. */
const faults = {
  none: [],
  '429': [{ name: 'throttled', count: null }],
  'challenge page': [{ name: 'challenge', count: null }],
  'schema drift': [{ name: 'required-dropped', count: null }],
  'slow drip': [{ name: 'drip', count: null, bytesPerSecond: 1_000 }],
} as const;
type Way = keyof typeof faults;
const ways = Object.keys(faults).filter((name): name is Way => name in faults);

/** How much later than usual is late: a measurement of two cores varies by itself. */
const lateFactor = 2;
const lateMs = 500;

interface Running {
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
  readonly ports: Readonly<Record<string, number>>;
}

/** What an instance says of itself. */
const instanceIn = (dataDir: string): Running =>
  JSON.parse(readFileSync(join(dataDir, 'instance.json'), 'utf8')) as Running;

/** @returns the instance of `--data-dir`; without it a new one, to be stopped afterwards */
async function openInstance(
  folder: string,
): Promise<{ running: Running; stop: () => Promise<void> }> {
  const given = values['data-dir'];
  if (given !== undefined) return { running: instanceIn(given), stop: () => Promise.resolve() };
  const flags = ['--lots', values.lots, '--write-interval-ms', '15000'];
  const dataDir = join(folder, 'data');
  const instance = await startInstance({ port: Number(values.port), dataDir, flags });
  return { running: instanceIn(dataDir), stop: () => instance.stop() };
}

/** Copart's simulator has a control port of its own, the others share one. */
const controlOf = ({ ports }: Running): string =>
  values.bad === 'copart'
    ? `http://127.0.0.1:${ports['simulator-control'] ?? 0}`
    : `http://127.0.0.1:${ports['simulator-sites-control'] ?? 0}/${values.bad}`;

/** @throws when the site cannot misbehave like that */
async function play(controlUrl: string, way: Way): Promise<void> {
  const answer = await fetch(`${controlUrl}/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ faults: faults[way] }),
  });
  if (!answer.ok) throw new Error(`${way}: ${await answer.text()}`);
  await answer.body?.cancel();
}

type Figures = ReadonlyMap<string, { readonly count: number; readonly p99: number }>;

async function measure(running: Running): Promise<Map<Way, Figures>> {
  const { url, env } = running;
  const controlUrl = controlOf(running);
  const prefix = env['TOPIC_PREFIX'] ?? '';
  const brokers = (env['KAFKA_BROKERS'] ?? '').split(',');
  const kafka = { brokers, clientId: 'bench', topicPrefix: prefix, logger: silentLogger };
  const log = kafkaLog(connectKafka(kafka));
  const registry = env['SCHEMA_REGISTRY_URL'] ?? '';
  const codecs = await openCodecs(registry, [topics.lots], { prefix });
  const measured = new Map<Way, Figures>();
  const latencies = new SiteLatencies(codecs);
  const following = await latencies.follow(log);
  const watcher = await LiveWatcher.watch(url, 0, 'board', (row) => latencies.shown(row));
  try {
    for (const way of ways) {
      await play(controlUrl, way);
      await delay(Number(values['settle-seconds']) * 1_000);
      latencies.begin();
      await delay(seconds * 1_000);
      measured.set(way, latencies.figures());
      console.error(`${way}: done`);
    }
  } finally {
    await play(controlUrl, 'none');
    watcher.leave();
    await following.stop();
    await log.close();
  }
  return measured;
}

/** Prints the table. @returns healthy sites that were late */
function told(measured: ReadonlyMap<Way, Figures>): string[] {
  const late: string[] = [];
  const usual = measured.get('none') ?? new Map<never, never>();
  console.log(`| site | ${ways.map((way) => `${way} p99 ms (n)`).join(' | ')} |`);
  console.log(`| --- | ${ways.map(() => '---').join(' | ')} |`);
  for (const [site, { p99: usualMs }] of usual) {
    const cells = ways.map((way) => {
      const { count, p99 } = measured.get(way)?.get(site) ?? { count: 0, p99: 0 };
      const isLate = count === 0 || p99 > Math.max(lateFactor * usualMs, usualMs + lateMs);
      if (site !== values.bad && isLate) late.push(`${site} with ${way}`);
      return `${p99} (${count})`;
    });
    console.log(
      `| ${site === values.bad ? `${site} (misbehaves)` : site} | ${cells.join(' | ')} |`,
    );
  }
  return late;
}

const folder = mkdtempSync(join(tmpdir(), 'auction-chaos-sites-'));
const { running, stop } = await openInstance(folder);
let exitCode = 1;
try {
  const measured = await measure(running);
  const load = loadavg()[0]?.toFixed(1) ?? '?';
  console.log(`${cpus().length} cores, load ${load}, ${seconds} s each, ${values.bad} misbehaves`);
  const late = told(measured);
  if (late.length > 0) console.log(`late: ${late.join(', ')}`);
  exitCode = late.length === 0 ? 0 : 1;
} finally {
  await stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(exitCode);
