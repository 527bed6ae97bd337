/** The hold rule of a drop folder: each sender's file is judged beside that sender's last one, and alone. */
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  dropHarness,
  google,
  many,
  meta,
  north,
  openIds,
  south,
} from '../../testing/drop-harness.ts';
import type { DropHarness } from '../../testing/drop-harness.ts';

const vanished = /^FILE_REFUSED: google-vehicle\/\S+: MASS_VANISH: /;
const nobody = { approved: [], faults: [] };
const of = async (one: DropHarness, sender: string): Promise<string[]> =>
  (await openIds(one)).filter((id) => id.startsWith(`${sender}:`));

/** Two senders, the first of them with 40 vehicles. */
async function twoSenders(): Promise<DropHarness> {
  const one = await dropHarness();
  await one.dropWhole(north, '1.csv', google(...many('S', 40)));
  await one.dropWhole(south, '1.csv', meta(...many('V', 400)));
  await one.poll();
  return one;
}

test.each<[what: string, left: number, isHeld: boolean]>([
  ['fewer than a tenth', 37, false],
  ['so few that a share says nothing', 36, false],
  ['a tenth and more', 35, true],
  ['more than 30 %', 20, true],
])('a file that lacks %s', async (_, left, isHeld) => {
  const one = await twoSenders();
  await one.dropWhole(north, '2.csv', google(...many('S', left)));
  await one.poll();
  if (isHeld) expect(one.health().reason).toMatch(vanished);
  else expect(one.health().reason).toBeNull();
  expect(one.health().failureCount).toBe(0);
  expect(one.names(north, 'held')).toEqual(isHeld ? ['2.csv', '2.csv.rejects.csv'] : []);
  // Others go on being offered, and what they leave out is gone, whatever is held of this one.
  await one.dropWhole(south, '2.csv', meta(...many('V', 390)));
  await one.dropWhole(south, '3.csv', meta(...many('V', 391)));
  expect(await of(one, south)).toHaveLength(391);
  expect(await of(one, north)).toHaveLength(isHeld ? 40 : left);
});

test('a second, different file that lacks the same is believed; the same one again is not', async () => {
  const one = await twoSenders();
  await one.dropWhole(north, '2.csv', google(...many('S', 32)));
  await one.dropWhole(north, '2-again.csv', google(...many('S', 32)));
  expect(one.health().reason).toMatch(vanished);
  expect(one.names(north, 'held')).toEqual(['2-again.csv', '2-again.csv.rejects.csv']);
  await one.dropWhole(north, '3.csv', google(...many('S', 32), 'NEW'));
  expect(one.health()).toMatchObject({ reason: null, lastSnapshot: { complete: true, rows: 433 } });
  await one.poll();
  expect(one.names(north, 'held')).toEqual([]);
  expect(one.names(north, 'rejected')).toEqual(['2-again.csv', '2-again.csv.rejects.csv']);
  await one.dropWhole(south, '2.csv', meta(...many('V', 399)));
  expect(await of(one, north)).toHaveLength(33);
});

test('a held file outlives a restart, and goes when a good one comes', async () => {
  const one = await twoSenders();
  await one.dropWhole(north, '2.csv', google(...many('S', 32)));
  await one.restart();
  await one.poll();
  expect(one.health().reason).toMatch(/^FILE_REFUSED: google-vehicle\/2\.csv: HELD: /);
  await one.dropWhole(north, '3.csv', google(...many('S', 41)));
  expect(one.health().reason).toBeNull();
  await one.poll();
  expect([one.names(north, 'held'), one.names(north, 'rejected')]).toEqual([
    [],
    ['2.csv', '2.csv.rejects.csv'],
  ]);
  expect(await of(one, north)).toHaveLength(41);
});

test('a person believes a held file: it is taken at the next poll', async () => {
  const one = await twoSenders();
  expect(await one.approve()).toEqual(nobody);
  await one.dropWhole(north, '2.csv', google(...many('S', 4)));
  await one.poll();
  expect(await one.approve(south)).toEqual(nobody);
  expect(await one.approve(north)).toMatchObject({
    approved: [{ name: 'google-vehicle/2.csv', count: 4 }],
  });
  await one.restart();
  await one.poll();
  expect(one.health()).toMatchObject({ reason: null, lastSnapshot: { complete: true, rows: 404 } });
  await one.dropWhole(south, '2.csv', meta(...many('V', 399)));
  expect(await of(one, north)).toHaveLength(4);
  expect([one.names(north), one.names(north, 'held')]).toEqual([[], []]);
});

test('the same export packed twice is not a second file', async () => {
  const one = await twoSenders();
  const short = google(...many('S', 32));
  await one.dropWhole(north, '2.csv.gz', gzipSync(short, { level: 1 }));
  await one.dropWhole(north, '3.csv.gz', gzipSync(short, { level: 9 }));
  expect(one.health().reason).toMatch(/google-vehicle\/3\.csv\.gz: MASS_VANISH: /);
  expect(await of(one, north)).toHaveLength(40);
});

test('what is held of all senders is told, and believed, for each', async () => {
  const one = await twoSenders();
  await one.dropWhole(north, '2.csv', google(...many('S', 4)));
  await one.dropWhole(south, '2.csv', meta(...many('V', 40)));
  expect(one.health().reason).toMatch(/google-vehicle\/2\.csv: .*; meta-automotive\/2\.csv: /);
  expect(await one.approve()).toMatchObject({ approved: [{ count: 4 }, { count: 40 }] });
  await one.poll();
  await one.poll();
  expect(one.health()).toMatchObject({ reason: null, lastSnapshot: { complete: true, rows: 44 } });
});

test('a sender who drops the file in force again has taken back what is held', async () => {
  const one = await twoSenders();
  await one.dropWhole(north, '2.csv', google(...many('S', 32)));
  expect(one.names(north, 'held')).toContain('2.csv');
  await one.dropWhole(north, '1-again.csv', google(...many('S', 40)));
  expect(one.health().reason).toBeNull();
  expect(await one.approve()).toEqual(nobody);
  // Nothing is held that this one could agree with.
  await one.dropWhole(north, '3.csv', google(...many('S', 32), 'NEW'));
  expect(one.health().reason).toMatch(vanished);
});

test('what a kill has left beside an accepted file is not believed any more', async () => {
  const one = await twoSenders();
  await one.dropWhole(north, '2.csv', google(...many('S', 32)));
  const held = join(one.folder, north, 'held');
  const left = readdirSync(held).map((name) => [name, readFileSync(join(held, name))] as const);
  await one.dropWhole(north, '3.csv', google(...many('S', 41)));
  // The younger one is accepted and not known to be published; the held one was not put away.
  for (const [name, bytes] of left) writeFileSync(join(held, name), bytes);
  const [kept = ''] = readdirSync(join(one.folder, north, 'accepted'));
  appendFileSync(join(one.folder, north, 'accepted', kept), '\n');
  const path = join(one.folder, north, 'accepted', kept);
  const digest = createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 8);
  renameSync(path, join(one.folder, north, 'accepted', `${digest}-3.csv`));
  await one.restart();
  await one.poll();
  expect(await one.approve()).toEqual(nobody);
  await one.poll();
  expect(await of(one, north)).toHaveLength(41);
});

test('a word for two senders, of whom one cannot be given: both are answered', async () => {
  const one = await twoSenders();
  await one.dropWhole(south, '2.csv', meta(...many('V', 40)));
  await one.dropWhole(north, '2.csv', google(...many('S', 4)));
  rmSync(join(one.folder, north, 'accepted'), { recursive: true, force: true });
  writeFileSync(join(one.folder, north, 'accepted'), 'a file where a folder should be');
  const approval = await one.approve();
  expect(approval).toMatchObject({ approved: [{ count: 40 }] });
  expect(approval.faults).toEqual([expect.stringMatching(/^google-vehicle: FOLDER_FAULT: E/)]);
});

test('a held file cannot be believed any more when a younger one is being published', async () => {
  const one = await twoSenders();
  await one.dropWhole(north, '2.csv', google(...many('S', 4)));
  await one.dropWhole(north, '3.csv', google(...many('S', 41)));
  expect(await one.approve()).toEqual(nobody);
  await one.poll();
  await one.poll();
  expect(await of(one, north)).toHaveLength(41);
});

test('a file that comes before the one in force is known to be published is compared with it', async () => {
  const one = await dropHarness();
  await one.dropWhole(north, 'a.csv', google(...many('S', 30)));
  await one.dropWhole(north, 'a.csv', google(...many('S', 29)));
  expect(one.health().reason).toBeNull();
  await one.dropWhole(north, 'a.csv', google(...many('S', 6)));
  expect(one.health().reason).toMatch(/^FILE_REFUSED: google-vehicle\/a\.csv: MASS_VANISH: /);
});

test('a file whose predecessor was removed is held, and closes nobody', async () => {
  const one = await dropHarness();
  await one.dropWhole(north, 'a.csv', google(...many('S', 30)));
  await one.poll();
  rmSync(join(one.folder, north, 'done'), { recursive: true });
  await one.dropWhole(north, 'b.csv', google(...many('S', 6)));
  expect(one.health().reason).toMatch(/^FILE_REFUSED: google-vehicle\/b\.csv: NO_BASIS: /);
  expect(one.names(north, 'held')).toEqual(['b.csv', 'b.csv.rejects.csv']);
  await one.dropWhole(south, '1.csv', meta('V1'));
  await one.dropWhole(south, '2.csv', meta('V1', 'V2'));
  expect(await of(one, north)).toHaveLength(30);
  expect(await one.approve()).toMatchObject({ approved: [{ count: 6 }] });
  await one.poll();
  await one.dropWhole(south, '3.csv', meta('V1', 'V2', 'V3'));
  expect(await of(one, north)).toHaveLength(6);
});
