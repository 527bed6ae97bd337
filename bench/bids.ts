/**
 * `npm run bench:bids [-- --bids 2000000 --runs 3]`: how many bids a second one thread resolves, by part:
 * the closed form alone, the whole fold with idempotency and events, from Avro bytes to Avro bytes, and
 * the resolver's own task with books and rows; beside nodejs-order-book in the same process. Rates are per
 * CPU-second, so that a busy machine does not change them much; the median of the runs counts.
 * With `--live` it measures a running instance instead (live-bids.ts): `--data-dir`, `--watchers`, `--seconds`.
 */
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bidBytes, bidCommands, foldBytes, foldCommands, openLots } from './folded-bids.ts';
import { measureLive } from './live-bids.ts';
import { matchOrders, someOrders } from './order-book-peer.ts';
import { foldPure, marketsOf, someBids } from './pure-bids.ts';
import type { BidColumns, Load } from './pure-bids.ts';
import { resolveBytes, taskWithLots } from './resolver-task.ts';

const { values } = parseArgs({
  options: {
    bids: { type: 'string', default: '2000000' },
    runs: { type: 'string', default: '3' },
    live: { type: 'boolean', default: false },
    'data-dir': {
      type: 'string',
      default: process.env['AUCTION_DATA_DIR'] ?? join(import.meta.dirname, '../.data'),
    },
    watchers: { type: 'string', default: '50' },
    seconds: { type: 'string', default: '20' },
  },
});
const bids = Number(values.bids);
const runs = Number(values.runs);

interface Timed {
  readonly perCpuSecond: number;
  readonly perSecond: number;
}

/** Runs some work on the clock; what stands between two of them is not counted. */
type OnTheClock = (work: () => void) => void;

/** @param run everything once, on fresh input @returns median rates */
function measured(count: number, run: (onTheClock: OnTheClock) => void): Timed {
  const rates = Array.from({ length: runs }, (): Timed => {
    let cpuMicroseconds = 0;
    let ms = 0;
    run((work) => {
      const begunAt = performance.now();
      const begun = process.cpuUsage();
      work();
      const { user, system } = process.cpuUsage(begun);
      cpuMicroseconds += user + system;
      ms += performance.now() - begunAt;
    });
    return { perCpuSecond: (count * 1_000_000) / cpuMicroseconds, perSecond: (count * 1000) / ms };
  });
  rates.sort((one, other) => one.perCpuSecond - other.perCpuSecond);
  return rates[Math.floor(runs / 2)] ?? { perCpuSecond: 0, perSecond: 0 };
}

const millions = (rate: number): string => `${(rate / 1_000_000).toFixed(2)} M/s`.padStart(10);

function print(what: string, { perCpuSecond, perSecond }: Timed): void {
  const rates = `${millions(perCpuSecond)} per CPU-second, ${millions(perSecond)} by the clock`;
  console.log(`  ${what.padEnd(64)}${rates}`);
}

const shape = ({ lots, orgs }: Load): string => `${lots} lots x ${orgs} organisations`;

function pureFolds(): void {
  for (const load of [
    { lots: 50, orgs: 20, bids },
    { lots: 1000, orgs: 20, bids },
  ]) {
    const columns = someBids(load);
    const pure = measured(bids, (onTheClock) => {
      const markets = marketsOf(load);
      onTheClock(() => {
        foldPure(markets, columns);
      });
    });
    print(`pure fold, ${shape(load)}`, pure);
  }
}

/** Commands as a transaction brings them: decoded a few thousand at a time, then folded. */
const commandsAtOnce = 4000;

function columnsFrom({ lot, org, amount }: BidColumns, first: number): BidColumns {
  const until = first + commandsAtOnce;
  return {
    lot: lot.subarray(first, until),
    org: org.subarray(first, until),
    amount: amount.subarray(first, until),
  };
}

function wholeFold(load: Load): void {
  const columns = someBids(load);
  const folded = measured(load.bids, (onTheClock) => {
    const books = openLots(load);
    for (let first = 0; first < load.bids; first += commandsAtOnce) {
      const some = columnsFrom(columns, first);
      const commands = bidCommands({ ...load, bids: some.lot.length }, some, first);
      onTheClock(() => {
        foldCommands(books, commands, some.lot);
      });
    }
  });
  print(`fold, idempotency, events, letters, ${shape(load)}`, folded);
}

function bytesToBytes(load: Load): void {
  const columns = someBids(load);
  const bytes = bidBytes(load, columns);
  const encoded = measured(load.bids, (onTheClock) => {
    const books = openLots(load);
    onTheClock(() => {
      foldBytes(books, bytes, columns.lot);
    });
  });
  print(`the same from Avro to Avro bytes, ${shape(load)}`, encoded);
}

function resolverTask(load: Load, bidsPerCommit: number): void {
  const columns = someBids(load);
  const bytes = bidBytes(load, columns);
  const resolved = measured(load.bids, (onTheClock) => {
    const task = taskWithLots(load);
    onTheClock(() => {
      resolveBytes(task, bytes, columns.lot, bidsPerCommit);
    });
  });
  print(`the resolver's task, ${bidsPerCommit} bids a transaction, ${shape(load)}`, resolved);
}

function peer(): void {
  const orders = someOrders(Math.ceil(bids / 4));
  const matched = measured(orders.length, (onTheClock) => {
    onTheClock(() => {
      matchOrders(orders);
    });
  });
  print('nodejs-order-book, its own load (not like for like)', matched);
}

async function live(): Promise<void> {
  const watched = { watchers: Number(values.watchers), seconds: Number(values.seconds) };
  await measureLive(values['data-dir'], [
    { lots: 200, bidsPerSecond: 200, ...watched },
    { lots: 1, bidsPerSecond: 2000, ...watched },
  ]);
}

function engine(): void {
  console.log(`${cpus().length} cores (${cpus()[0]?.model ?? '?'}), Node ${process.version}`);
  pureFolds();
  const some = { lots: 50, orgs: 20, bids: Math.ceil(bids / 8) };
  const many = { lots: 1000, orgs: 50, bids: Math.ceil(bids / 8) };
  for (const load of [some, many]) {
    wholeFold(load);
    bytesToBytes(load);
  }
  resolverTask(some, 500);
  resolverTask({ lots: 1, orgs: 200, bids: Math.ceil(bids / 16) }, 60);
  peer();
}

if (values.live) await live();
else engine();
