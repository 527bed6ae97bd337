/** Files in a drop folder: when they are whole, what becomes of them, and that none is taken twice. */
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { temporaryFolder } from '@auction/streams/testing/temporary-folder';
import {
  dropHarness,
  google,
  many,
  meta,
  north,
  openIds,
  settleMs,
  south,
} from '../../testing/drop-harness.ts';
import { aClock } from '../../testing/feed-harness.ts';
import type { Clock } from '../../testing/feed-harness.ts';
import { dropFile } from '../simulator/drop-files.ts';
import { dealerSenders, personMark } from '../simulator/senders.ts';
import { readMappings, shippedMappings } from '../mapping.ts';
import { Arrivals } from './arrivals.ts';

describe('a file is whole', () => {
  async function look(
    act: (folder: string, clock: Clock, look: () => Promise<string[]>) => Promise<void>,
  ) {
    const [folder, clock] = [temporaryFolder(), aClock()];
    const arrivals = new Arrivals(folder, settleMs);
    const names = async () => (await arrivals.whole(clock.now())).map(({ name }) => name);
    await act(folder, clock, names);
  }

  test('when it has not grown for a while', () =>
    look(async (folder, clock, seen) => {
      writeFileSync(join(folder, 'a.csv'), 'one');
      expect(await seen()).toEqual([]);
      clock.advance(settleMs - 1);
      writeFileSync(join(folder, 'a.csv'), 'one, two');
      expect(await seen()).toEqual([]);
      clock.advance(settleMs - 1);
      expect(await seen()).toEqual([]);
      clock.advance(1);
      expect(await seen()).toEqual(['a.csv']);
    }));

  test.each(['.part', '.tmp', '.filepart'])('when it is renamed from %s', (ending) =>
    look(async (folder, clock, seen) => {
      writeFileSync(join(folder, `a.csv${ending}`), 'one');
      expect(await seen()).toEqual([]);
      clock.advance(10 * settleMs);
      expect(await seen()).toEqual([]);
      renameSync(join(folder, `a.csv${ending}`), join(folder, 'a.csv'));
      expect(await seen()).toEqual(['a.csv']);
      expect(await seen()).toEqual(['a.csv']);
    }),
  );

  test('when a marker says so; hidden files and folders are none', () =>
    look(async (folder, _, seen) => {
      writeFileSync(join(folder, 'a.csv'), 'one');
      writeFileSync(join(folder, 'a.csv.done'), '');
      writeFileSync(join(folder, '.hidden'), '');
      writeFileSync(join(folder, '.hidden.done'), '');
      mkdirSync(join(folder, 'done'));
      expect(await seen()).toEqual(['a.csv']);
    }));
});

test('a file is published, put away when that is durable, and never taken again', async () => {
  const one = await dropHarness();
  await one.dropWhole(north, 'a.csv', google('S1', 'S2'));
  expect((await one.raw()).filter(({ value }) => value.kind === 'LISTING')).toHaveLength(2);
  expect([one.names(north), one.names(north, 'accepted')]).toEqual([[], ['a.csv']]);
  await one.restart();
  await one.poll();
  expect([one.names(north, 'accepted'), one.names(north, 'done')]).toEqual([[], ['a.csv']]);
  const count = (await one.raw()).length;
  await one.dropWhole(north, 'under-another-name.csv', google('S1', 'S2'));
  await one.poll();
  expect(one.names(north, 'done')).toEqual(['a.csv', 'under-another-name.csv']);
  expect(await one.raw()).toHaveLength(count);
});

test('what a sender leaves out is gone; what others offer stays', async () => {
  const one = await dropHarness();
  await one.dropWhole(north, 'a.csv', google(...many('S', 30)));
  await one.dropWhole(south, 'b.csv', meta(...many('V', 30)));
  await one.dropWhole(north, 'a.csv', google(...many('S', 28)));
  expect(await openIds(one)).toHaveLength(60);
  // Gone only when a second whole offer lacks it too, whoever has sent that.
  await one.dropWhole(south, 'b.csv', meta(...many('V', 31)));
  const ids = await openIds(one);
  expect(ids.filter((id) => id.startsWith(north))).toHaveLength(28);
  expect(ids.filter((id) => id.startsWith(south))).toHaveLength(31);
  expect(one.health().lastSnapshot).toMatchObject({ complete: true, rows: 59 });
});

test('files of one sender are taken in their order, one a poll', async () => {
  const one = await dropHarness();
  const first = one.drop(north, 'first.csv', google('S1'));
  one.drop(north, 'first.csv.done', '');
  utimesSync(first, 1, 1);
  await one.dropWhole(north, 'second.csv', google('S1', 'S2'));
  expect(one.health().lastSnapshot).toMatchObject({ rows: 1 });
  await one.poll();
  expect(one.health().lastSnapshot).toMatchObject({ rows: 2 });
});

const spoilt: [string, string | Buffer, RegExp][] = [
  ['of another shape', 'a,b\n1,2\n', /^NO_MAPPING: /],
  ["in another sender's shape", meta('V1'), /^NO_MAPPING: /],
  ['without a byte', '', /^HEADER_ONLY: |^EMPTY_FILE: /],
  ['that is a web page', '<!doctype html><html></html>', /^HTML_PAGE: /],
  [
    'with too many bad rows',
    `${google(...many('S', 9))}\n=cmd|' /C calc'!A0\n,,\n`,
    /^TOO_MANY_REJECTED: 2 of 11/,
  ],
];
test.each(spoilt)('a file %s is put aside with its reasons, and told', async (_, text, why) => {
  const one = await dropHarness();
  await one.dropWhole(north, 'good.csv', google('S1'));
  await one.poll();
  await one.dropWhole(north, 'bad.csv', text);
  expect(one.health().reason).toMatch(/^FILE_REFUSED: google-vehicle\/bad\.csv: /);
  expect(one.names(north)).toEqual([]);
  expect(one.names(north, 'rejected')).toEqual(['bad.csv', 'bad.csv.rejects.csv']);
  const [file = ''] = readdirSync(join(one.folder, north, 'rejected')).filter((name) =>
    name.endsWith('.rejects.csv'),
  );
  const rejects = readFileSync(join(one.folder, north, 'rejected', file), 'utf8');
  const [header = '', whole = '', ...rows] = rejects.trimEnd().split('\r\n');
  expect(header).toBe('row,reason,record');
  expect(whole.replace('0,"', '')).toMatch(why);
  expect(rows.some((row) => /,"=/.test(row))).toBe(false);
  expect(await openIds(one)).toEqual(['google-vehicle:1M8GDM9AXKP042788@S1']);
  expect(one.health().failureCount).toBe(0);
  await one.restart();
  await one.poll();
  expect(one.health()).toMatchObject({ failureCount: 0, reason: null });
});

test('a refused file is told until its sender brings a good one', async () => {
  const one = await dropHarness();
  await one.dropWhole(north, 'bad.csv', 'a,b\n1,2\n');
  await one.dropWhole(south, 'b.csv', meta('V1'));
  expect(one.health()).toMatchObject({
    failureCount: 0,
    reason: expect.stringMatching(
      /^FILE_REFUSED: google-vehicle\/bad\.csv: NO_MAPPING: /,
    ) as string,
  });
  await one.dropWhole(north, 'good.csv', google('S1'));
  expect(one.health().reason).toBeNull();
});

test('a file with one bad row is taken, with a reject file beside it', async () => {
  const one = await dropHarness();
  await one.dropWhole(north, 'a.csv', `${google('S1', 'S2')}\n,,\n`);
  await one.poll();
  expect(one.names(north, 'done')).toEqual(['a.csv', 'a.csv.rejects.csv']);
  expect(one.health().lastSnapshot).toMatchObject({ complete: true, rejected: 1 });
  expect(await openIds(one)).toHaveLength(2);
});

test('a spoilt file of one sender holds nobody else up', async () => {
  const one = await dropHarness();
  one.drop(north, 'bad.csv', 'a,b\n1,2\n');
  one.drop(north, 'bad.csv.done', '');
  await one.dropWhole(south, 'b.csv', meta('V1'));
  expect(await openIds(one)).toEqual(['meta-automotive:V1']);
  expect(one.names(north, 'rejected')).toHaveLength(2);
});

test("a sender's file in force that somebody removed closes nobody", async () => {
  const one = await dropHarness();
  await one.dropWhole(north, 'a.csv', google('S1'));
  await one.poll();
  rmSync(join(one.folder, north, 'done'), { recursive: true });
  await one.dropWhole(south, 'b.csv', meta('V1'));
  expect(one.health().reason).toMatch(/^PAGES_INCOMPLETE: the last file of google-vehicle/);
  expect(await openIds(one)).toHaveLength(2);
});

type Harness = Awaited<ReturnType<typeof dropHarness>>;
const faults: [what: string, RegExp, (one: Harness) => void][] = [
  [
    'is no folder',
    /ENOTDIR/,
    (one) => {
      writeFileSync(join(one.folder, north), 'text');
    },
  ],
  [
    'cannot be sorted',
    /ENOTDIR/,
    (one) => {
      one.drop(north, 'held', 'a file where a folder should be');
    },
  ],
];
test.each(faults)(
  'a folder that %s is told, and in the way of nobody else',
  async (_, code, spoil) => {
    const one = await dropHarness();
    spoil(one);
    await one.dropWhole(south, 'b.csv', meta('V1'));
    expect(await openIds(one)).toEqual(['meta-automotive:V1']);
    expect(one.health().failureCount).toBe(0);
    expect(one.health().reason).toMatch(/^FOLDER_FAULT: google-vehicle: E/);
    expect(one.health().reason).toMatch(code);
  },
);

test('folders of which none can be read are a failure of the feed', async () => {
  const one = await dropHarness();
  const senders = readMappings(shippedMappings).map(({ sender }) => sender);
  for (const sender of senders) writeFileSync(join(one.folder, sender), 'text');
  await one.poll();
  expect(one.health()).toMatchObject({ failureCount: 1, lastSuccessAt: null });
  expect(one.health().reason).toMatch(
    /^FOLDER_FAULT: .*ENOTDIR.*meta-automotive: ENOTDIR \(scandir\)$/,
  );
});

test('a file whose name ends as a reject file does is one like others', async () => {
  const one = await dropHarness();
  await one.dropWhole(north, 'x.rejects.csv', google('S1'));
  await one.restart();
  await one.poll();
  expect(one.names(north, 'done')).toEqual(['x.rejects.csv.csv']);
  expect(await openIds(one)).toHaveLength(1);
});

test('a waiting file the mapping of which is another one after a restart is refused, and told', async () => {
  const one = await dropHarness();
  await one.dropWhole(south, 'good.csv', meta('V1'));
  await one.poll();
  // As an approval or a kill before publishing leaves it.
  mkdirSync(join(one.folder, north, 'accepted'), { recursive: true });
  const text = meta('V7');
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 8);
  writeFileSync(join(one.folder, north, 'accepted', `${digest}-old.csv`), text);
  await one.poll();
  expect(one.health().failureCount).toBe(0);
  expect(one.health().reason).toMatch(/^FILE_REFUSED: google-vehicle\/old\.csv: NO_MAPPING: /);
  expect(one.names(north, 'rejected')).toEqual(['old.csv', 'old.csv.rejects.csv']);
});

test('a folder that may not be written to is told', async () => {
  const one = await dropHarness();
  one.drop(north, 'a.csv', google('S1'));
  one.drop(north, 'a.csv.done', '');
  chmodSync(join(one.folder, north), 0o555);
  await one.dropWhole(south, 'b.csv', meta('V1'));
  chmodSync(join(one.folder, north), 0o755);
  // Nothing is forbidden to root.
  if (process.getuid?.() === 0) expect(one.health().reason).toBeNull();
  else expect(one.health().reason).toMatch(/^FOLDER_FAULT: google-vehicle: EACCES/);
  expect(await openIds(one)).toContain('meta-automotive:V1');
});

test('what others lay into the folders for files put away is left alone', async () => {
  const one = await dropHarness();
  for (const place of ['accepted', 'done', 'held', 'rejected']) {
    mkdirSync(join(one.folder, north, place, 'a-folder'), { recursive: true });
    writeFileSync(join(one.folder, north, place, '.hidden'), 'hidden');
  }
  await one.dropWhole(north, 'a.csv', google('S1'));
  await one.poll();
  expect(one.health()).toMatchObject({ failureCount: 0, reason: null });
  expect(await openIds(one)).toHaveLength(1);
});

test('a file with a very long name is taken, and found again', async () => {
  const one = await dropHarness();
  const name = `${'ü'.repeat(120)}.csv`;
  await one.dropWhole(north, name, google(...many('S', 30)));
  await one.poll();
  await one.dropWhole(north, 'next.csv', google(...many('S', 29)));
  expect(one.health().reason).toBeNull();
  expect(one.names(north, 'done')[0]).toMatch(/^ü+\.csv$/);
});

test('a file its sender goes on writing after it was believed is read again when it is whole', async () => {
  const one = await dropHarness();
  await one.dropWhole(north, 'a.csv', google(...many('S', 9)));
  const [kept = ''] = readdirSync(join(one.folder, north, 'accepted'));
  appendFileSync(
    join(one.folder, north, 'accepted', kept),
    `\n1M8GDM9AXKP042788,LATE,Sim,,Kia,Rio,2019,`,
  );
  await one.poll();
  expect([one.names(north, 'accepted'), one.names(north)]).toEqual([[], ['a.csv']]);
  await one.poll();
  one.clock.advance(settleMs);
  await one.approve();
  await one.poll();
  // The file in force has changed under our hands: there is nothing to compare with.
  expect(one.health().reason).toMatch(/a\.csv: NO_BASIS: /);
  await one.approve();
  await one.poll();
  expect(one.health().reason).toBeNull();
  expect(await openIds(one)).toHaveLength(10);
});

test('without its folder the feed says so', async () => {
  const one = await dropHarness();
  rmSync(one.folder, { recursive: true });
  await one.poll();
  expect(one.health().reason).toMatch(/^NO_FOLDER: /);
});

test('made-up dealers: every manner and format is read, nothing is refused, nobody is named', async () => {
  const one = await dropHarness(10);
  const startedAt = one.clock.now();
  const senders = dealerSenders({ seed: 7, lotCount: 40, startedAt, worldLotCount: 1_000 });
  for (const sender of senders) await dropFile(one.folder, sender, startedAt);
  await one.poll();
  one.clock.advance(settleMs);
  await one.poll();
  await one.poll();
  for (const { sender, ending } of senders) {
    expect(one.names(sender, 'done')).toEqual([
      expect.stringMatching(`^inventory-.*\\.${ending}$`),
    ]);
    expect(one.names(sender)).toEqual([]);
  }
  const ids = await openIds(one);
  for (const { sender } of senders) {
    expect(ids.filter((id) => id.startsWith(`${sender}:`)).length).toBeGreaterThan(30);
  }
  const texts = (await one.raw()).map(
    ({ value }) =>
      JSON.stringify(value.listing?.cells ?? []) +
      (value.listing?.payload.toString('latin1') ?? ''),
  );
  expect(texts.some((text) => text.includes(personMark))).toBe(false);
  expect(one.health()).toMatchObject({
    failureCount: 0,
    lastSnapshot: { complete: true, rejected: 0 },
  });
});
