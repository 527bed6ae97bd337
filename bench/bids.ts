/**
 * `npm run bench:bids [-- --bids 2000000 --runs 3]`: how many bids a second one thread resolves, by part:
 * the closed form alone, the whole fold with idempotency and events, and from Avro bytes to Avro bytes;
 * beside nodejs-order-book in the same process. Rates are per CPU-second, so that a busy machine does not
 * change them much; the median of the runs counts.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { bidBytes, bidCommands, foldBytes, foldCommands, openLots } from './folded-bids.ts';
import { matchOrders, someOrders } from './order-book-peer.ts';
import { foldPure, marketsOf, someBids } from './pure-bids.ts';
import type { Load } from './pure-bids.ts';

const { values } = parseArgs({
  options: {
    bids: { type: 'string', default: '2000000' },
    runs: { type: 'string', default: '3' },
  },
});
const bids = Number(values.bids);
const runs = Number(values.runs);

interface Timed {
  readonly perCpuSecond: number;
  readonly perSecond: number;
}

/** Runs the work on fresh input each time. @returns median rates */
function measured<T>(count: number, prepare: () => T, work: (input: T) => void): Timed {
  const rates = Array.from({ length: runs }, (): Timed => {
    const input = prepare();
    const begunAt = performance.now();
    const begun = process.cpuUsage();
    work(input);
    const { user, system } = process.cpuUsage(begun);
    const seconds = (performance.now() - begunAt) / 1000;
    return { perCpuSecond: (count * 1_000_000) / (user + system), perSecond: count / seconds };
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

console.log(`${cpus().length} cores (${cpus()[0]?.model ?? '?'}), Node ${process.version}`);
for (const load of [
  { lots: 50, orgs: 20, bids },
  { lots: 1000, orgs: 20, bids },
]) {
  const columns = someBids(load);
  const pure = measured(
    bids,
    () => marketsOf(load),
    (markets) => foldPure(markets, columns),
  );
  print(`pure fold, ${shape(load)}`, pure);
}

for (const load of [
  { lots: 50, orgs: 20, bids: Math.ceil(bids / 8) },
  { lots: 1000, orgs: 50, bids: Math.ceil(bids / 8) },
]) {
  const columns = someBids(load);
  const commands = bidCommands(load, columns);
  const folded = measured(
    load.bids,
    () => openLots(load),
    (books) => foldCommands(books, commands, columns.lot),
  );
  print(`fold, idempotency, events, letters, ${shape(load)}`, folded);
  const bytes = bidBytes(load, columns);
  const encoded = measured(
    load.bids,
    () => openLots(load),
    (books) => foldBytes(books, bytes, columns.lot),
  );
  print(`the same from Avro to Avro bytes, ${shape(load)}`, encoded);
}

const orders = someOrders(Math.ceil(bids / 4));
const peer = measured(
  orders.length,
  () => orders,
  (given) => matchOrders(given),
);
print('nodejs-order-book, its own load (not like for like)', peer);
