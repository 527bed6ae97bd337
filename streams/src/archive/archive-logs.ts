/**
 * Old logs leave MongoDB for month files, and come back to be searched. Write, read back, mark, delete:
 * killed at any step the next run goes on, and a document stands in exactly one file.
 */
import { rm } from 'node:fs/promises';
import type { Db } from 'mongodb';
import type { ChainPoint } from '@auction/avro/audit-chain';
import type { AuditEvent } from '@auction/avro/records';
import { auditEvent } from '../sinks/audit-to-mongo.ts';
import type { AuditDocument } from '../sinks/audit-to-mongo.ts';
import type { ArchiveFiles } from './archive-files.ts';
import { DamagedPart } from './archive-part.ts';
import { contentOfLogs, readLogFile, writeLogFile } from './log-file.ts';
import type { StoredDocument } from './log-file.ts';
import { isBack, logKinds, logPlaces } from './log-part-store.ts';
import type { LogKind, LogManifest, LogPart, LogPartRow, LogPartStore } from './log-part-store.ts';
import { logSource, moveAnchors } from './log-sources.ts';
import { fileDigest } from './month-file.ts';

export interface LogArchive {
  readonly files: ArchiveFiles;
  readonly parts: LogPartStore;
  readonly database: Db;
  /** Epoch ms. */
  readonly now: () => number;
  /** Told of each step; also where tests kill a run. */
  readonly onStep: (part: LogPart, step: string) => void;
}

export interface LogReport {
  readonly kind: LogKind;
  /** Lines, or events. */
  readonly lines: number;
  readonly bytes: number;
  readonly parts: readonly LogManifest[];
}

const documentsAtOnce = 200;

/**
 * Archives what is older than `beforeAt` and deletes it in MongoDB; what was restored before
 * `restoredBeforeAt` goes too.
 * @param beforeAt epoch ms
 * @param restoredBeforeAt epoch ms; absent: all of it
 * @throws DamagedPart before anything behind the file is deleted, or what a store throws
 */
export async function archiveLogs(
  kind: LogKind,
  beforeAt: number,
  archive: LogArchive,
  restoredBeforeAt = Infinity,
): Promise<LogReport> {
  const { parts } = archive;
  const done: LogManifest[] = [];
  for (const row of await parts.all(kind)) {
    if (row.manifest === null) await parts.drop(row);
    else if (row.state === 'VERIFIED') done.push(await finish(row, row.manifest, archive));
    else if (isBack(row) && row.changedAt < restoredBeforeAt && row.manifest.lastAt < beforeAt) {
      await parts.move(row, 'VERIFIED', row.manifest);
      await finish(row, row.manifest, archive);
    }
  }
  for (const month of await monthsBefore(kind, beforeAt, archive)) {
    const row = await parts.begin(kind, month);
    const manifest = await writePart(row, beforeAt, archive);
    if (manifest === undefined) {
      await parts.drop(row);
      continue;
    }
    await parts.move(row, 'VERIFIED', manifest);
    done.push(await finish(row, manifest, archive));
  }
  return {
    ...{ kind, parts: done },
    lines: done.reduce((sum, { lines }) => sum + lines, 0),
    bytes: done.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** Months that may have something to archive, the oldest first. */
export async function monthsBefore(
  kind: LogKind,
  beforeAt: number,
  { database }: Pick<LogArchive, 'database'>,
): Promise<string[]> {
  const oldestAt = await logSource(kind, database).oldestAt();
  if (oldestAt === undefined || oldestAt >= beforeAt) return [];
  const months: string[] = [];
  const day = new Date(oldestAt);
  day.setUTCDate(1);
  day.setUTCHours(0, 0, 0, 0);
  for (; day.getTime() < beforeAt; day.setUTCMonth(day.getUTCMonth() + 1)) {
    months.push(day.toISOString().slice(0, 7));
  }
  return months;
}

/** @returns undefined when there was nothing to write */
async function writePart(
  row: LogPartRow,
  beforeAt: number,
  { files, database, parts, now, onStep }: LogArchive,
): Promise<LogManifest | undefined> {
  const { kind, month, part } = row;
  const places = logPlaces(row);
  await files.remove(places.manifest);
  const restored = (await parts.all(kind)).flatMap((each) => {
    return isBack(each) && each.manifest !== null ? [each.manifest] : [];
  });
  const draft = await files.draft(places.file);
  let lines = 0;
  let firstAt = Infinity;
  let lastAt = 0;
  const ends: Record<string, ChainPoint> = {};
  async function* counted(): AsyncGenerator<StoredDocument> {
    for await (const found of logSource(kind, database).documents(month, beforeAt, restored)) {
      lines += found.lines;
      firstAt = Math.min(firstAt, found.at);
      lastAt = Math.max(lastAt, found.at);
      if (found.link) ends[found.link.writerId] = { seq: found.link.seq, hash: found.link.hash };
      yield { in: found.in, document: found.document };
    }
  }
  const written = await writeLogFile(draft, counted());
  if (written.rows === 0) {
    await rm(draft);
    return undefined;
  }
  const digest = await fileDigest(draft);
  await files.keep(draft, places.file);
  onStep(row, 'file written');
  const manifest: LogManifest = {
    ...{ format: 1, kind, month, part, lines, ...written, ...digest },
    ...{ firstAt, lastAt, ends, writtenAt: now() },
  };
  await verifyLogs(row, manifest, files);
  await files.keepText(places.manifest, `${JSON.stringify(manifest, null, 2)}\n`);
  onStep(row, 'file verified');
  return manifest;
}

/** Documents of a part as its file has them. */
export async function* logsInFile(
  part: LogPart,
  files: ArchiveFiles,
): AsyncGenerator<StoredDocument> {
  const file = await files.open(logPlaces(part).file);
  try {
    yield* readLogFile(file.path);
  } finally {
    await file.close();
  }
}

/** Reads the whole file. @throws DamagedPart */
export async function verifyLogs(
  part: LogPart,
  manifest: LogManifest,
  files: ArchiveFiles,
): Promise<void> {
  const { file } = logPlaces(part);
  try {
    const { sha256 } = await files.digest(file);
    const { rows, content } = await contentOfLogs(logsInFile(part, files));
    const isSame = sha256 === manifest.sha256 && content === manifest.content;
    if (isSame && rows === manifest.rows) return;
  } catch (error) {
    throw new DamagedPart(`${files.where(file)} cannot be read: ${String(error)}`);
  }
  throw new DamagedPart(`${files.where(file)} is not the file its manifest describes`);
}

/** Deletes what the file has, in batches, and says so. */
async function finish(
  row: LogPartRow,
  manifest: LogManifest,
  archive: LogArchive,
): Promise<LogManifest> {
  const { files, database, parts, onStep } = archive;
  await verifyLogs(row, manifest, files);
  await moveAnchors(database, manifest.ends);
  onStep(row, 'delete begun');
  for await (const [collection, documents] of batchesOf(logsInFile(row, files))) {
    const ids = documents.map(({ _id }) => _id);
    await database.collection<StoredDocument['document']>(collection).deleteMany({
      _id: { $in: ids },
    });
  }
  await parts.move(row, 'DONE', manifest);
  onStep(row, 'done');
  return manifest;
}

async function* batchesOf(
  documents: AsyncIterable<StoredDocument>,
): AsyncGenerator<[string, StoredDocument['document'][]]> {
  let collection = '';
  let batch: StoredDocument['document'][] = [];
  for await (const stored of documents) {
    if (batch.length > 0 && (stored.in !== collection || batch.length === documentsAtOnce)) {
      yield [collection, batch];
      batch = [];
    }
    collection = stored.in;
    batch.push(stored.document);
  }
  if (batch.length > 0) yield [collection, batch];
}

/**
 * Loads a month back for search; a document that is there stays as it is.
 * @returns lines, or events, that are there again
 * @throws DamagedPart, or Error when nothing of the month is archived
 */
export async function restoreLogs(
  kind: LogKind,
  month: string,
  archive: LogArchive,
): Promise<number> {
  const { files, database, parts, onStep } = archive;
  let lines = 0;
  for (const row of await parts.all(kind)) {
    const { manifest } = row;
    if (row.month !== month || manifest === null || row.state === 'VERIFIED') continue;
    lines += manifest.lines;
    if (row.state === 'RESTORED') continue;
    await verifyLogs(row, manifest, files);
    await parts.move(row, 'RESTORING', manifest);
    for await (const [collection, documents] of batchesOf(logsInFile(row, files))) {
      await database.collection<StoredDocument['document']>(collection).bulkWrite(
        documents.map(({ _id, ...rest }) => ({
          updateOne: { filter: { _id }, update: { $setOnInsert: rest }, upsert: true },
        })),
        { ordered: false },
      );
      onStep(row, 'documents restored');
    }
    await parts.move(row, 'RESTORED', manifest);
  }
  return lines;
}

/** Every file of logs against its manifest. @returns what is damaged, one line each */
export async function damagedLogs({
  files,
  parts,
}: Pick<LogArchive, 'files' | 'parts'>): Promise<string[]> {
  const damaged: string[] = [];
  for (const kind of logKinds) {
    for (const row of await parts.all(kind)) {
      if (row.manifest === null) continue;
      try {
        await verifyLogs(row, row.manifest, files);
      } catch (error) {
        if (!(error instanceof DamagedPart)) throw error;
        damaged.push(error.message);
      }
    }
  }
  return damaged;
}

/** Audit events that are archived, writer by writer within each file. @throws when a file is damaged */
export async function* archivedAudit({
  files,
  parts,
}: Pick<LogArchive, 'files' | 'parts'>): AsyncGenerator<AuditEvent> {
  for (const row of await parts.all('audit')) {
    if (row.manifest === null) continue;
    for await (const { document } of logsInFile(row, files)) {
      yield auditEvent(document as unknown as AuditDocument);
    }
  }
}
