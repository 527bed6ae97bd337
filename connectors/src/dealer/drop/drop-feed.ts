/**
 * Files that senders drop into folders, one folder for each. What all senders offer now is one snapshot: the
 * new file of a sender together with the last one of every other, so that what a sender leaves out is gone and
 * nobody else's is. A file is put away when the checkpoint says that it was published, never before.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dealerVehicle } from '@auction/avro/site-layouts';
import { FeedError } from '../../connector.ts';
import type {
  Approval,
  ApprovedFile,
  Feed,
  FeedFile,
  FeedMemory,
  Fetched,
} from '../../connector.ts';
import { inflated } from '../../http/inflate.ts';
import type { Mapping } from '../mapping.ts';
import { readCursor, takenKey, withFiles } from './drop-cursor.ts';
import type { DropCursor } from './drop-cursor.ts';
import { folderFault } from './folder-fault.ts';
import { SenderFolder } from './sender-folder.ts';
import type { NewFile } from './sender-folder.ts';
import { boundary, SenderParts } from './sender-parts.ts';

export interface DropAccess {
  /** Holds a folder for each sender. */
  readonly folder: string;
  /** A file that has not grown for so long is whole. */
  readonly settleMs: number;
  /** Of a file, unpacked. */
  readonly bytesMax: number;
  /** Epoch ms. */
  readonly now: () => number;
}

export function dropFeed(access: DropAccess, mappings: readonly Mapping[]): Feed {
  const folders = mappings.map((mapping) => new SenderFolder(access.folder, mapping, access));
  return {
    site: 'dealer',
    layout: dealerVehicle.layout,
    rawCopy: null, // the files themselves are kept, by the rules of whoever owns the folder
    fetch: (memory, signal) => fetched(access, folders, memory, signal),
    createReader: () => new SenderParts(mappings),
    senderCount: folders.length,
    approveHeld: (sender) => approved(folders, sender),
  };
}

/** @param sender whose held file a person believes; null: whatever is held */
async function approved(
  folders: readonly SenderFolder[],
  sender: string | null,
): Promise<Approval> {
  const files: ApprovedFile[] = [];
  const faults: string[] = [];
  for (const folder of folders) {
    if (sender !== null && folder.sender !== sender) continue;
    try {
      const file = await folder.approveHeld();
      if (file !== null) files.push(file);
    } catch (error) {
      faults.push(`${folder.sender}: FOLDER_FAULT: ${folderFault(error)}`);
    }
  }
  return { approved: files, faults };
}

async function fetched(
  { folder, bytesMax, now }: DropAccess,
  folders: readonly SenderFolder[],
  memory: FeedMemory,
  signal: AbortSignal,
): Promise<Fetched> {
  const root = await stat(folder).catch(() => undefined);
  if (root?.isDirectory() !== true) {
    const reason = 'NO_FOLDER: the drop folder cannot be read';
    return { kind: 'UNAVAILABLE', reason, retryAfterMs: null };
  }
  const cursor = readCursor(memory.cursor);
  const taken = new Set(cursor.taken);
  const fresh: NewFile[] = [];
  const [refused, faults]: [string[], string[]] = [[], []];
  for (const one of folders) {
    signal.throwIfAborted();
    const isTaken = (sha256: string): boolean => taken.has(takenKey(one.sender, sha256));
    try {
      const sorted = await one.sort(isTaken, cursor.current[one.sender], now());
      refused.push(...sorted.notes);
      if (sorted.next) fresh.push(sorted.next);
    } catch (error) {
      faults.push(`${one.sender}: ${folderFault(error)}`);
    }
  }
  const told = [noteOf('FILE_REFUSED', refused), noteOf('FOLDER_FAULT', faults)].filter(isText);
  const note = told.length === 0 ? null : told.join('; ');
  if (faults.length > 0 && faults.length === folders.length) {
    return { kind: 'UNAVAILABLE', reason: told.join('; '), retryAfterMs: null };
  }
  // Else no failure of the feed: what one sender sends keeps nobody else's files waiting.
  if (fresh.length === 0) return { kind: 'NOT_MODIFIED', note };
  return { kind: 'FILE', file: union({ cursor, fresh, folders, bytesMax, at: now() }), note };
}

const isText = (text: string | undefined): text is string => text !== undefined;

const noteOf = (code: string, notes: readonly string[]): string | undefined =>
  notes.length === 0 ? undefined : `${code}: ${shortened(notes)}`;

const shortened = (notes: readonly string[]): string => {
  const told = notes.slice(0, notesToldMax).join('; ');
  return notes.length > notesToldMax ? `${told}; and ${notes.length - notesToldMax} more` : told;
};

/** Senders of whose files a person is told at once. */
const notesToldMax = 5;

interface Union {
  readonly cursor: DropCursor;
  readonly fresh: readonly NewFile[];
  readonly folders: readonly SenderFolder[];
  readonly bytesMax: number;
  /** Epoch ms. */
  readonly at: number;
}

function union(of: Union): FeedFile {
  const { cursor, fresh, at } = of;
  const after = withFiles(cursor, fresh);
  const reading = { isWhole: false };
  return {
    source: `drop folder: ${fresh.map(({ sender, name }) => `${sender}/${name}`).join(', ')}`,
    observedAt: at,
    validators: { etag: null, lastModified: null },
    misfit: null,
    bytes: parts(of, after, reading),
    // What was not read to its end is read again.
    cursor: () => JSON.stringify(reading.isWhole ? after : cursor),
    cancel: () => undefined,
  };
}

/** @throws FeedError CUT_SHORT, PAGES_INCOMPLETE (a sender's last file was removed), and as `inflated` */
async function* parts(
  { fresh, folders, bytesMax }: Union,
  { current }: DropCursor,
  reading: { isWhole: boolean },
): AsyncGenerator<Buffer> {
  const lost: string[] = [];
  for (const folder of folders) {
    const offer = current[folder.sender];
    if (offer === undefined) continue;
    const added = fresh.find(({ sender }) => sender === folder.sender);
    const path = added?.path ?? (await folder.pathOf(offer).catch(() => undefined));
    if (path === undefined) {
      lost.push(folder.sender);
      continue;
    }
    yield boundary(folder.sender);
    yield* inflated(createReadStream(path), bytesMax);
    if (added) await assertUntouched(added);
  }
  yield boundary(null);
  reading.isWhole = true;
  if (lost.length === 0) return;
  throw new FeedError(
    'PAGES_INCOMPLETE',
    `the last file of ${lost.join(', ')} was removed or cannot be read`,
  );
}

async function assertUntouched({ path, bytes, modifiedAt, sender }: NewFile): Promise<void> {
  const now = await stat(path).catch(() => undefined);
  if (now?.size === bytes && now.mtimeMs === modifiedAt) return;
  throw new FeedError('CUT_SHORT', `a file of ${sender} was changed while it was read`);
}
