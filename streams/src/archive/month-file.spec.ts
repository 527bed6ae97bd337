/** Month files: what is written is what is read. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { archivedColumns, ContentDigest } from './archived-lot.ts';
import type { ArchivedLot } from './archived-lot.ts';
import { fileDigest, readMonthFile, writeMonthFile } from './month-file.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'auction-archive-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A lot with every kind of value: long text, signs, big numbers, nothing. */
function lot(index: number): ArchivedLot {
  const values = archivedColumns.map(({ name, type }, at) => {
    if (name === 'lot_id') return [name, String(index).padStart(8, '0')];
    if ((index + at) % 5 === 0) return [name, null];
    if (type === 'bigint') return [name, Number.MAX_SAFE_INTEGER - index];
    if (type === 'int') return [name, index - 50];
    return [name, type === 'jsonb' ? `{"title":"Citroën ${index}"}` : `"Ä, ${index}\n`];
  });
  return Object.fromEntries(values) as ArchivedLot;
}

async function* lots(count: number): AsyncGenerator<ArchivedLot> {
  for (let index = 0; index < count; index += 1) yield lot(index);
}

async function digestOf(rows: AsyncIterable<ArchivedLot>): Promise<[number, string]> {
  const content = new ContentDigest();
  for await (const row of rows) content.add(row);
  return [content.rows, content.digest()];
}

test.each([{ count: 0 }, { count: 1 }, { count: 4_999 }, { count: 12_001 }])(
  '$count lots',
  async ({ count }) => {
    const path = join(folder, 'part.parquet');
    await writeMonthFile(path, lots(count));
    expect(await digestOf(readMonthFile(path))).toEqual(await digestOf(lots(count)));
  },
);

test('a changed byte anywhere changes the checksum', async () => {
  const path = join(folder, 'part.parquet');
  await writeMonthFile(path, lots(100));
  const { sha256, bytes } = await fileDigest(path);
  const content = await readFile(path);
  expect(content).toHaveLength(bytes);
  content[bytes >> 1] = (content[bytes >> 1] ?? 0) ^ 1;
  await writeFile(path, content);
  expect((await fileDigest(path)).sha256).not.toBe(sha256);
});

test.each([
  { what: 'twice', ids: ['a', 'a'] },
  { what: 'out of order', ids: ['b', 'a'] },
])('a lot $what is noticed', ({ ids: [first, second] }) => {
  const content = new ContentDigest();
  content.add({ lot_id: first ?? '' });
  expect(() => content.add({ lot_id: second ?? '' })).toThrow('comes after');
});
