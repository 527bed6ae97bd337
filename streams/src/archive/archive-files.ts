/**
 * Where finished files of the archive stand: a folder, or a bucket (bucket-files.ts). A name is a path
 * like `lots/2026-08/part-0001.parquet`. Nothing is seen under its name before it is whole.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface FileDigest {
  /** Hex. */
  readonly sha256: string;
  readonly bytes: number;
}

/** A file to be read where it lies. */
export interface OpenFile {
  readonly path: string;
  close(): Promise<void>;
}

export interface ArchiveFiles {
  /** A local path to write a new file to; what an earlier try left there is gone. */
  draft(name: string): Promise<string>;
  /** Puts a draft under its name, in the place of an older one; the draft is gone. */
  keep(draft: string, name: string): Promise<void>;
  keepText(name: string, text: string): Promise<void>;
  /** @throws when there is no such file */
  open(name: string): Promise<OpenFile>;
  /** Of the bytes as the store gives them back now. @throws when there is no such file */
  digest(name: string): Promise<FileDigest>;
  /** Removing what is not there is no error. */
  remove(name: string): Promise<void>;
  /** The place in words. */
  where(name: string): string;
  /** Forgets what was kept aside on this machine. */
  close(): Promise<void>;
}

/** SHA-256 and size of what a stream gives. */
export async function digestOf(chunks: AsyncIterable<Uint8Array>): Promise<FileDigest> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of chunks) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { sha256: hash.digest('hex'), bytes };
}

/** A path of its own for a draft, in a folder that is there. */
export async function draftIn(folder: string, name: string): Promise<string> {
  const draft = `${join(folder, name)}.tmp`;
  await mkdir(dirname(draft), { recursive: true });
  await rm(draft, { force: true });
  return draft;
}

/** @param folder absolute path; made when it is first needed */
export function folderFiles(folder: string): ArchiveFiles {
  const pathOf = (name: string): string => join(folder, name);
  return {
    draft: (name) => draftIn(folder, name),
    async keep(draft, name) {
      const file = await open(draft, 'r');
      await file.sync();
      await file.close();
      await rename(draft, pathOf(name));
    },
    async keepText(name, text) {
      const draft = await draftIn(folder, name);
      await writeFile(draft, text, { flush: true });
      await rename(draft, pathOf(name));
    },
    async open(name) {
      const file = await open(pathOf(name), 'r'); // says now that it is not there
      return { path: pathOf(name), close: () => file.close() };
    },
    digest: (name) => digestOf(createReadStream(pathOf(name))),
    remove: (name) => rm(pathOf(name), { force: true }),
    where: pathOf,
    close: () => Promise.resolve(),
  };
}
