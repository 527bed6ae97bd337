/**
 * One part of the archive, from the board's table to a month file and away from the live stores:
 *
 *   WRITING   file and manifest are being written; after a crash both are made anew
 *   WRITTEN   file and manifest are on the disk; Cassandra is being filled from the file
 *   VERIFIED  file and Cassandra were read back and hold the same lots; owners are asked to purge
 *   DONE      the lots have left the live stores; those that changed meanwhile have stayed
 *
 * A part that was brought back (restore-part.ts) is RESTORING or RESTORED, and goes by VERIFIED again.
 *
 * Each step can be repeated, so a run that was killed goes on with the state it finds.
 */
import { rm } from 'node:fs/promises';
import type { ArchiveFiles } from './archive-files.ts';
import type { ArchiveTables } from './archive-tables.ts';
import { ContentDigest, numberIn, textIn } from './archived-lot.ts';
import type { ArchivedLot } from './archived-lot.ts';
import { manifestColumns, PartStatistics } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { fileDigest, readMonthFile, writeMonthFile } from './month-file.ts';
import { partPlaces } from './part-places.ts';
import type { Part } from './part-places.ts';
import type { PartRow, PartStore } from './part-store.ts';

export interface ArchiveWorld {
  readonly files: ArchiveFiles;
  readonly parts: PartStore;
  readonly tables: ArchiveTables;
  /** Asks the owner of the topics to let lots go; resolves when the commands are in the log. */
  readonly purge: (lots: readonly ArchivedLot[], manifest: Manifest) => Promise<void>;
  /** Asks for archived lots to stand on the board again, as `purge`. */
  readonly restore: (lots: readonly ArchivedLot[], month: string) => Promise<void>;
  /** Epoch ms. */
  readonly now: () => number;
  /** How long the owners and the sink may need, ms. */
  readonly purgeWithinMs: number;
  readonly pause: (ms: number) => Promise<void>;
  /** Told of each step; also where tests kill a run. */
  readonly onStep: (part: Part, step: string) => void;
}

export const lotsPerPart = 20_000;
const idsAtOnce = 1_000;
export const lookEveryMs = 500;

/** Brings a part to DONE from whatever state it is in. @throws DamagedPart when what is read back differs */
export async function archivePart(
  row: PartRow,
  world: ArchiveWorld,
): Promise<Manifest | undefined> {
  let { state, manifest } = row;
  if (state === 'WRITING') {
    manifest = (await writePart(row, world)) ?? null;
    if (manifest === null) {
      await world.parts.drop(row);
      return undefined;
    }
    await world.parts.move(row, (state = 'WRITTEN'), manifest);
  }
  if (manifest === null) throw new Error(`part ${row.month}/${row.part} has lost its manifest`);
  if (state === 'WRITTEN') {
    await fillAndVerify(row, manifest, world);
    await world.parts.move(row, (state = 'VERIFIED'), manifest);
  }
  if (state === 'VERIFIED') {
    await verifyFile(row, manifest, world.files);
    manifest = await purgePart(row, manifest, world);
    await world.parts.forgetRestored(row);
    await world.parts.move(row, 'DONE', manifest);
  }
  world.onStep(row, 'done');
  return manifest;
}

/** A file that is not what its manifest says. Nothing is deleted behind it. */
export class DamagedPart extends Error {}

/** @returns undefined when there was nothing to write */
async function writePart(row: PartRow, world: ArchiveWorld): Promise<Manifest | undefined> {
  const { month, part } = row;
  const { files } = world;
  const places = partPlaces(row);
  await files.remove(places.name);
  await files.remove(places.manifest);
  const content = new ContentDigest();
  const statistics = new PartStatistics();
  async function* counted() {
    for await (const lot of world.parts.lots(month, row.beforeAt, lotsPerPart)) {
      content.add(lot);
      statistics.add(lot);
      yield lot;
    }
  }
  const draft = await files.draft(places.name);
  await writeMonthFile(draft, counted());
  if (content.rows === 0) {
    await rm(draft);
    return undefined;
  }
  world.onStep(row, 'file written');
  const { sites, sold } = statistics;
  const manifest: Manifest = {
    ...{ format: 1, month, part, file: places.file, rows: content.rows },
    ...(await fileDigest(draft)),
    content: content.digest(),
    columns: manifestColumns,
    ...{ sites, sold, writtenAt: world.now(), stayed: [] },
  };
  await files.keep(draft, places.name);
  await files.keepText(places.manifest, textOf(manifest));
  world.onStep(row, 'manifest written');
  return manifest;
}

const textOf = (manifest: Manifest): string => `${JSON.stringify(manifest, null, 2)}\n`;

/** What tells which lot in which version. */
const keyColumns = ['lot_id', 'version'];

/**
 * The lots of a part as its file has them.
 * @param names columns wanted; all of them when absent
 * @throws when there is no file, or it cannot be read
 */
export async function* lotsInFile(
  part: Part,
  files: ArchiveFiles,
  names?: readonly string[],
): AsyncGenerator<ArchivedLot> {
  const file = await files.open(partPlaces(part).name);
  try {
    yield* readMonthFile(file.path, names);
  } finally {
    await file.close();
  }
}

async function contentOf(
  lots: AsyncIterable<ArchivedLot>,
): Promise<{ rows: number; content: string }> {
  const digest = new ContentDigest();
  for await (const lot of lots) digest.add(lot);
  return { rows: digest.rows, content: digest.digest() };
}

/** @throws DamagedPart */
export async function verifyFile(
  part: Part,
  manifest: Manifest,
  files: ArchiveFiles,
): Promise<void> {
  const { name } = partPlaces(part);
  const found = await files.digest(name).catch((error: unknown) => {
    throw new DamagedPart(`${files.where(name)} cannot be read: ${String(error)}`);
  });
  if (found.sha256 !== manifest.sha256) {
    throw new DamagedPart(
      `${files.where(name)} is not the file its manifest describes (SHA-256 differs)`,
    );
  }
}

async function fillAndVerify(part: Part, manifest: Manifest, world: ArchiveWorld): Promise<void> {
  const { files } = world;
  await verifyFile(part, manifest, files);
  await sameContent(files.where(partPlaces(part).name), manifest, lotsInFile(part, files));
  world.onStep(part, 'file verified');
  await world.tables.write(part, manifest, lotsInFile(part, files));
  world.onStep(part, 'Cassandra filled');
  const where = `Cassandra's copy of ${part.month}, part ${part.part}`;
  await sameContent(where, manifest, world.tables.read(part));
  world.onStep(part, 'Cassandra verified');
}

async function sameContent(
  where: string,
  manifest: Manifest,
  lots: AsyncIterable<ArchivedLot>,
): Promise<void> {
  const { rows, content } = await contentOf(lots);
  if (rows !== manifest.rows || content !== manifest.content) {
    throw new DamagedPart(`${where} holds ${rows} lots, not the ${manifest.rows} of the manifest`);
  }
}

export interface ArchivedFault {
  readonly field: string;
  readonly expected: unknown;
  readonly found: unknown;
}

/** What of an archived part is not as it should be: its file, its copy in Cassandra, the board. */
export async function archivedFaults(
  row: PartRow,
  { files, tables, parts }: Pick<ArchiveWorld, 'files' | 'tables' | 'parts'>,
): Promise<ArchivedFault[]> {
  const { manifest } = row;
  if (manifest === null) return [{ field: 'manifest', expected: 'present', found: 'missing' }];
  const expected = { rows: manifest.rows, content: manifest.content };
  const copies = { file: () => lotsInFile(row, files), Cassandra: () => tables.read(row) };
  const faults: ArchivedFault[] = [];
  for (const [field, read] of Object.entries(copies)) {
    const found = await contentOf(read()).catch((error: unknown) => ({
      unreadable: String(error),
    }));
    const isSame = 'rows' in found && found.rows === expected.rows;
    if (!isSame || found.content !== expected.content) faults.push({ field, expected, found });
  }
  if (faults.length > 0) return faults; // which lots there are is not known for certain
  let still = 0;
  for await (const lots of inGroups(lotsInFile(row, files, keyColumns)))
    still += await parts.leftBehind(lots);
  if (still > 0) faults.push({ field: 'lots on the board', expected: 0, found: still });
  return faults;
}

/** Asks for every lot of the part, and waits until each has left or has plainly stayed. */
async function purgePart(part: Part, manifest: Manifest, world: ArchiveWorld): Promise<Manifest> {
  const { files } = world;
  const keys = () => inGroups(lotsInFile(part, files, keyColumns));
  for await (const lots of keys()) await world.purge(lots, manifest);
  world.onStep(part, 'purge asked');
  const stayed: ArchivedLot[] = [];
  for await (const lots of keys()) {
    stayed.push(...(await untilGone(lots, world)));
  }
  const done = { ...manifest, stayed: stayed.map((lot) => textIn(lot, 'lot_id')) };
  await files.keepText(partPlaces(part).manifest, textOf(done));
  return done;
}

/** At most so many lots at once. */
export async function* inGroups(lots: AsyncIterable<ArchivedLot>): AsyncGenerator<ArchivedLot[]> {
  let group: ArchivedLot[] = [];
  for await (const lot of lots) {
    group.push(lot);
    if (group.length < idsAtOnce) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

/** @returns lots that stand in a newer version, so they stay. @throws when lots neither leave nor change */
async function untilGone(
  lots: readonly ArchivedLot[],
  world: ArchiveWorld,
): Promise<ArchivedLot[]> {
  const ids = lots.map((lot) => textIn(lot, 'lot_id'));
  for (const until = world.now() + world.purgeWithinMs; ;) {
    const standing = await world.parts.standing(ids);
    const waiting = lots.filter((lot) => {
      return standing.get(textIn(lot, 'lot_id')) === numberIn(lot, 'version');
    });
    if (waiting.length === 0) return lots.filter((lot) => standing.has(textIn(lot, 'lot_id')));
    if (world.now() > until) {
      throw new Error(
        `${waiting.length} lots are archived and have not left the board, ` +
          `${textIn(waiting[0] ?? {}, 'lot_id')} among them: run the archive again later`,
      );
    }
    await world.pause(lookEveryMs);
  }
}
