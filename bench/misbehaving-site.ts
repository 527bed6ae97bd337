/**
 * `npm run chaos:sites [-- --bad govdeals --seconds 120]`: how long each site's changes take from the connector's
 * publishing to a frame of the board, while one of them misbehaves in each of four ways; before each, while
 * all are well, because a machine that others use is not the same from minute to minute. Starts an instance of its own, or measures a running one (`--data-dir`). Exit code 1: a healthy
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
    bad: { type: 'string', default: 'govdeals' },
    lots: { type: 'string', default: '500' },
    seconds: { type: 'string', default: '120' },
    'settle-seconds': { type: 'string', default: '40' },
  },
});
const seconds = Number(values.seconds);

/** Ways to misbehave, as the simulators' control port takes them. */
const faults: Readonly<Record<string, readonly object[]>> = {
  'throttling (429)': [{ name: 'throttled', count: null }],
  'challenge page': [{ name: 'challenge', count: null }],
  'schema drift': [{ name: 'required-dropped', count: null }],
  'slow drip': [{ name: 'drip', count: null, bytesPerSecond: 1_000 }],
};

/** How much later than usual is late: a measurement of two cores varies by itself. */
const lateFactor = 2;
const lateMs = 500;
/** A site that changes less often may be silent by chance. */
const fewChanges = 5;

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
async function play(controlUrl: string, playing: readonly object[]): Promise<void> {
  const answer = await fetch(`${controlUrl}/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ faults: playing }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  await answer.body?.cancel();
}

const loadText = (): string => loadavg()[0]?.toFixed(1) ?? '?';

interface Measured {
  readonly well: Figures;
  readonly bad: Figures;
}
type Figures = ReadonlyMap<string, { readonly count: number; readonly p99: number }>;

async function measure(running: Running): Promise<Map<string, Measured>> {
  const { url, env } = running;
  const controlUrl = controlOf(running);
  const prefix = env['TOPIC_PREFIX'] ?? '';
  const brokers = (env['KAFKA_BROKERS'] ?? '').split(',');
  const kafka = { brokers, clientId: 'bench', topicPrefix: prefix, logger: silentLogger };
  const log = kafkaLog(connectKafka(kafka));
  const registry = env['SCHEMA_REGISTRY_URL'] ?? '';
  const codecs = await openCodecs(registry, [topics.lots], { prefix });
  const measured = new Map<string, Measured>();
  const latencies = new SiteLatencies(codecs);
  const following = await latencies.follow(log);
  const watcher = await LiveWatcher.watch(url, 0, 'board', (row) => latencies.shown(row));
  try {
    const phase = async (playing: readonly object[]): Promise<Figures> => {
      await play(controlUrl, playing);
      await delay(Number(values['settle-seconds']) * 1_000);
      latencies.begin();
      await delay(seconds * 1_000);
      console.error(`${JSON.stringify(playing)} measured, load ${loadText()}`);
      return latencies.figures();
    };
    for (const [way, playing] of Object.entries(faults)) {
      measured.set(way, { well: await phase([]), bad: await phase(playing) });
    }
  } finally {
    await play(controlUrl, []);
    watcher.leave();
    await following.stop();
    await log.close();
  }
  return measured;
}

/** Prints the table. @returns healthy sites that were late */
function told(measured: ReadonlyMap<string, Measured>): string[] {
  const late: string[] = [];
  const phases = [...measured.values()].flatMap(({ well, bad }) => [well, bad]);
  const sites = [...new Set(phases.flatMap((figures) => [...figures.keys()]))].sort();
  console.log(`| site: p99 ms (changes), well -> beside | ${[...measured.keys()].join(' | ')} |`);
  console.log(`| --- | ${[...measured].map(() => '---').join(' | ')} |`);
  for (const site of sites.filter((one) => one !== values.bad)) {
    const cells = [...measured].map(([way, { well, bad }]) => {
      const [usual, now] = [figureOf(well, site), figureOf(bad, site)];
      const allowedMs = Math.max(lateFactor * usual.p99, usual.p99 + lateMs);
      if ((now.count === 0 && usual.count >= fewChanges) || now.p99 > allowedMs)
        late.push(`${site} (${way})`);
      return `${usual.p99} (${usual.count}) -> ${now.p99} (${now.count})`;
    });
    console.log(`| ${site} | ${cells.join(' | ')} |`);
  }
  return late;
}

const figureOf = (figures: Figures, site: string): { count: number; p99: number } =>
  figures.get(site) ?? { count: 0, p99: 0 };

const folder = mkdtempSync(join(tmpdir(), 'auction-chaos-sites-'));
const { running, stop } = await openInstance(folder);
let exitCode = 1;
try {
  const measured = await measure(running);
  console.log(
    `${cpus().length} cores, load ${loadText()}, ${seconds} s each, ${values.bad} misbehaves`,
  );
  const late = told(measured);
  if (late.length > 0) console.log(`late: ${late.join(', ')}`);
  exitCode = late.length === 0 ? 0 : 1;
} finally {
  await stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(exitCode);
