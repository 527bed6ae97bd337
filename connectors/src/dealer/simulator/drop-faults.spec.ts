/** Dealers' programs that fail: no file of theirs closes anybody, each is told, and the next good one is taken. */
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FeedFile } from '../../connector.ts';
import type { FaultRuleInput } from '../../simulator/fault-plan.ts';
import { dropHarness, north, openIds, settleMs } from '../../testing/drop-harness.ts';
import type { DropHarness } from '../../testing/drop-harness.ts';
import { testLimits } from '../../testing/feed-harness.ts';
import { dropFeed } from '../drop/drop-feed.ts';
import { readMappings, shippedMappings } from '../mapping.ts';
import { dropFile, dropPlay } from './drop-files.ts';
import { dealerSenders } from './senders.ts';

async function start() {
  const one = await dropHarness(10);
  const startedAt = one.clock.now();
  const [google, meta] = dealerSenders({ seed: 7, lotCount: 60, startedAt, worldLotCount: 1_000 });
  const { faults, requests } = dropPlay(7);
  /** Waits until what was dropped must be whole. */
  const taken = async (): Promise<void> => {
    await one.poll();
    one.clock.advance(settleMs);
    await one.poll();
  };
  const leave = (fault?: FaultRuleInput, last?: string): Promise<string> => {
    faults.replace(fault === undefined ? [] : [{ count: null, ...fault }], requests.next);
    const rule = faults.faultOf(1, `/${google.sender}`);
    return dropFile(one.folder, google, one.clock.now(), { fault: rule, last });
  };
  await leave();
  await dropFile(one.folder, meta, one.clock.now());
  await taken();
  await one.poll();
  return { ...one, google, meta, leave, taken };
}

const of = async (one: DropHarness, sender: string): Promise<string[]> =>
  (await openIds(one)).filter((id) => id.startsWith(`${sender}:`));

const refused = (code: string): RegExp =>
  new RegExp(`^FILE_REFUSED: google-vehicle/\\S+: ${code}: `);
const cases: readonly [fault: FaultRuleInput, told: RegExp, place: 'rejected' | 'held'][] = [
  [{ name: 'cut-off' }, refused('MASS_VANISH'), 'held'],
  [{ name: 'short' }, refused('MASS_VANISH'), 'held'],
  [{ name: 'mass-vanish', share: 0.2 }, refused('MASS_VANISH'), 'held'],
  [{ name: 'cut-archive' }, refused('CUT_SHORT'), 'rejected'],
  [{ name: 'wrong-encoding' }, refused('WRONG_ENCODING'), 'rejected'],
  [{ name: 'wrong-thing' }, refused('HTML_PAGE'), 'rejected'],
  [{ name: 'empty' }, refused('HEADER_ONLY'), 'rejected'],
  [{ name: 'header-only' }, refused('HEADER_ONLY'), 'rejected'],
  [{ name: 'required-dropped' }, refused('NO_MAPPING'), 'rejected'],
  [{ name: 'nul-bytes' }, refused('TOO_MANY_REJECTED'), 'rejected'],
];
test.each(cases)('%j closes nobody, is told, and is got over', async (fault, told, place) => {
  const one = await start();
  const before = await of(one, north);
  const name = await one.leave(fault);
  await one.taken();
  expect(one.health().reason).toMatch(told);
  expect(one.names(north, place)).toContain(name);
  // Others are offered meanwhile, twice, so that what is missing would be gone.
  for (let times = 0; times < 2; times += 1) {
    await dropFile(one.folder, one.meta, one.clock.now());
    await one.taken();
    await one.poll();
  }
  expect(await of(one, north)).toEqual(before);
  const offered = one.google.ids(one.clock.now());
  await one.leave();
  await one.taken();
  expect(one.health()).toMatchObject({ reason: null, lastSnapshot: { complete: true } });
  expect(await of(one, north)).toEqual(expect.arrayContaining(offered));
});

test('rows that stand twice: the file is taken, and each is told by its number', async () => {
  const one = await start();
  const before = await of(one, north);
  const name = await one.leave({ name: 'doubled-ids' });
  await one.taken();
  await one.poll();
  expect(one.health()).toMatchObject({
    reason: null,
    lastSnapshot: { complete: true, rejected: 3 },
  });
  expect(await of(one, north)).toEqual(expect.arrayContaining(before));
  const folder = join(one.folder, north, 'done');
  const [rejects = ''] = readdirSync(folder).filter((file) => file.endsWith(`${name}.rejects.csv`));
  const reasons = readFileSync(join(folder, rejects), 'utf8').match(/DUPLICATE_ID/g);
  expect(reasons).toHaveLength(3);
});

test('a file that is never finished is never read, and disturbs nobody', async () => {
  const one = await start();
  const before = await openIds(one);
  const name = await one.leave({ name: 'never-finished' });
  await one.taken();
  await one.taken();
  expect(one.health().reason).toBeNull();
  expect(one.names(north)).toEqual([`${name}.part`]);
  expect(await openIds(one)).toEqual(before);
});

/** What a feed without memory finds, and has not begun to read. */
async function fetchedFile({ folder, clock }: DropHarness): Promise<FeedFile> {
  const access = { folder, settleMs, bytesMax: testLimits.bytesMax, now: clock.now };
  const feed = dropFeed(access, readMappings(shippedMappings));
  const { signal } = new AbortController();
  const memory = { etag: null, lastModified: null, cursor: null };
  await feed.fetch(memory, signal);
  clock.advance(settleMs);
  const fetched = await feed.fetch(memory, signal);
  if (fetched.kind !== 'FILE') throw new Error(fetched.kind);
  return fetched.file;
}

test('a file that is replaced while it is read: it is read to its end, the new one is taken after it', async () => {
  const one = await start();
  const last = await one.leave();
  const file = await fetchedFile(one);
  const chunks = file.bytes[Symbol.asyncIterator]();
  await chunks.next();
  await one.leave({ name: 'replaced' }, last);
  while ((await chunks.next()).done !== true);
  expect(one.names(north)).toEqual([last]);
  await one.taken();
  await one.poll();
  await one.poll();
  expect(one.health()).toMatchObject({ reason: null, lastSnapshot: { complete: true } });
  expect(one.names(north)).toEqual([]);
});

test('a file that is written on while it is read: no end is published, it is taken again when it is whole', async () => {
  const one = await start();
  await one.leave();
  const file = await fetchedFile(one);
  const folder = join(one.folder, north, 'accepted');
  const [kept = ''] = readdirSync(folder);
  const read = async (): Promise<void> => {
    const chunks = file.bytes[Symbol.asyncIterator]();
    await chunks.next();
    appendFileSync(join(folder, kept), '\n');
    while ((await chunks.next()).done !== true);
  };
  await expect(read()).rejects.toMatchObject({
    code: 'CUT_SHORT',
    message: 'a file of google-vehicle was changed while it was read',
  });
  expect(JSON.parse(file.cursor?.() ?? '')).toEqual({ current: {}, taken: [] });
  await one.taken();
  await one.poll();
  expect(one.health()).toMatchObject({ reason: null, lastSnapshot: { complete: true } });
});
