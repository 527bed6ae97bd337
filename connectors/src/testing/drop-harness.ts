/** A drop folder's feed on a log in memory, with the time and the senders' files in our hands. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rawTopic, topics } from '@auction/avro/topics';
import { PipelineDriver } from '@auction/streams/testing/pipeline-driver';
import { temporaryFolder } from '@auction/streams/testing/temporary-folder';
import { dropFeed } from '../dealer/drop/drop-feed.ts';
import { readMappings, shippedMappings } from '../dealer/mapping.ts';
import { aClock, startWorker, testLimits } from './feed-harness.ts';

export const settleMs = 10_000;
export const north = 'google-vehicle';
export const south = 'meta-automotive';
const mappings = readMappings(shippedMappings);

const googleHeader = 'vin,store_code,dealership_name,price,make,model,year,mileage';
export const southHeader = 'vehicle_id,title,url,make,model,year,price';
export const google = (...stores: string[]): string =>
  [
    googleHeader,
    ...stores.map((id) => `1M8GDM9AXKP042788,${id},Sim,9000 USD,Kia,Rio,2019,50 km`),
  ].join('\n');
export const meta = (...ids: string[]): string =>
  [southHeader, ...ids.map((id) => `${id},T,u,Ford,Focus,2015,9000 USD`)].join('\n');
export const many = (letter: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${letter}${index}`);

export async function dropHarness(rowsMin = 1) {
  const clock = aClock();
  const folder = temporaryFolder();
  const access = { folder, settleMs, bytesMax: testLimits.bytesMax, now: clock.now };
  const worker = await startWorker({ feed: () => dropFeed(access, mappings), clock, rowsMin });
  const drop = (sender: string, name: string, text: string | Buffer): string => {
    mkdirSync(join(folder, sender), { recursive: true });
    writeFileSync(join(folder, sender, name), text);
    return join(folder, sender, name);
  };
  /** Renamed from `.part`: whole at once, when it was seen before. */
  const dropWhole = async (sender: string, name: string, text: string | Buffer): Promise<void> => {
    drop(sender, name, text);
    drop(sender, `${name}.done`, '');
    await poll();
  };
  let current = worker.worker;
  const poll = async (): Promise<void> => {
    await current.poll(new AbortController().signal);
    clock.advance(5_000);
  };
  const names = (sender: string, state = ''): string[] => {
    try {
      return readdirSync(join(folder, sender, state), { withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => name.replace(/^[0-9a-f]{8}-/, ''))
        .sort();
    } catch {
      return [];
    }
  };
  const restart = async (): Promise<void> => {
    current = await worker.restarted();
  };
  const health = () => current.health;
  const approve = (sender?: string) => current.approveHeld(sender);
  return { ...worker, clock, folder, drop, dropWhole, poll, names, restart, health, approve };
}

export type DropHarness = Awaited<ReturnType<typeof dropHarness>>;

/** Listings of the board after everything that was published. */
export async function openIds(one: DropHarness): Promise<string[]> {
  const driver = new PipelineDriver();
  for (const { key, partition, value } of await one.raw()) {
    driver.append(rawTopic('dealer'), key, value, partition);
  }
  driver.run();
  return [...driver.last(topics.listings).values()]
    .filter(({ presence }) => presence === 'LISTED')
    .map(({ siteListingId }) => siteListingId)
    .sort();
}
