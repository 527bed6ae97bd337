/** The files the site serves: each written as a whole, kept until its successor is there. */
import { createWriteStream } from 'node:fs';
import { rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { MarketLot } from '@auction/streams/simulation/market';
import { columnsOf2025, salesLines } from './sales-lines.ts';
import type { Column } from './sales-lines.ts';
import type { World } from '../../simulator/world.ts';

export interface SalesFile {
  readonly path: string;
  readonly bytes: number;
  /** Epoch ms, whole seconds. */
  readonly modifiedAt: number;
  /** As nginx makes it: hex of time and size. */
  readonly etag: string;
}

/** How a file differs from the plain one of the moment. */
export interface Variant {
  readonly name: string;
  readonly columns?: readonly Column[];
  readonly has?: (lot: MarketLot) => boolean;
  /** Rows as they were this long ago. */
  readonly contentAgeMs?: number;
  /** Last-Modified this long ago. */
  readonly modifiedAgeMs?: number;
  /** Changes the bytes on their way to the file. */
  readonly reshape?: (lines: Iterable<Buffer>) => Iterable<Buffer>;
}

export interface SalesFilesOptions {
  readonly world: World;
  readonly folder: string;
  /** Market time between two files. */
  readonly writeIntervalMs: number;
  readonly imageHost: () => string;
}

export const plain: Variant = { name: 'plain' };
/** Lines handed to the disk at once; between two portions other requests get their turn. */
const portionBytes = 256 * 1024;

export class SalesFiles {
  readonly #options: SalesFilesOptions;
  /** By variant name; one file of each is kept. */
  readonly #files = new Map<
    string,
    { readonly number: number; readonly file: Promise<SalesFile> }
  >();

  constructor(options: SalesFilesOptions) {
    this.#options = options;
  }

  /** The file of this moment: requests within one interval get equal bytes. */
  current(variant: Variant): Promise<SalesFile> {
    const { world, writeIntervalMs } = this.#options;
    const number = Math.floor(world.now() / writeIntervalMs);
    const known = this.#files.get(variant.name);
    if (known?.number === number) return known.file;
    const file = this.#write(variant, number * writeIntervalMs);
    this.#files.set(variant.name, { number, file });
    void this.#removeLater(known?.file, file);
    return file;
  }

  async #write(variant: Variant, at: number): Promise<SalesFile> {
    const { world, folder, imageHost } = this.#options;
    const path = join(folder, `salesdata-${variant.name}-${at}.csv`);
    const lines = salesLines({
      market: world.market,
      at: at - (variant.contentAgeMs ?? 0),
      imageHost: imageHost(),
      columns: variant.columns ?? columnsOf2025,
      has: variant.has ?? (() => true),
    });
    const shaped = variant.reshape ? variant.reshape(lines) : lines;
    await pipeline(Readable.from(portions(shaped)), createWriteStream(path));
    const modifiedAt = Math.floor((at - (variant.modifiedAgeMs ?? 0)) / 1_000) * 1_000;
    await utimes(path, modifiedAt / 1_000, modifiedAt / 1_000);
    const { size } = await stat(path);
    world.save();
    const etag = `"${(modifiedAt / 1_000).toString(16)}-${size.toString(16)}"`;
    return { path, bytes: size, modifiedAt, etag };
  }

  /** An old file goes when the new one is there; whoever is reading it still has it open. */
  async #removeLater(
    old: Promise<SalesFile> | undefined,
    successor: Promise<SalesFile>,
  ): Promise<void> {
    const files = await Promise.allSettled([old, successor]);
    const [first] = files;
    if (first.status === 'fulfilled' && first.value) await rm(first.value.path, { force: true });
  }
}

/** Gathers lines, and lets the event loop breathe between portions. */
async function* portions(lines: Iterable<Buffer>): AsyncGenerator<Buffer> {
  let gathered: Buffer[] = [];
  let bytes = 0;
  for (const line of lines) {
    gathered.push(line);
    bytes += line.length;
    if (bytes < portionBytes) continue;
    yield Buffer.concat(gathered);
    gathered = [];
    bytes = 0;
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (bytes > 0) yield Buffer.concat(gathered);
}
