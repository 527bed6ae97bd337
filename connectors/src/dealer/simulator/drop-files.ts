/** Leaves made-up dealers' files in their folders, as dealers' programs do; ends when it is told to. */
import { appendFile, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { errorFields } from '@auction/streams/runtime/logger';
import type { Logger } from '@auction/streams/runtime/logger';
import type { Sender } from './senders.ts';

export interface DropOptions {
  readonly folder: string;
  readonly senders: readonly Sender[];
  /** Market time, epoch ms. */
  readonly now: () => number;
  /** Between two files, of one sender after the other, ms. */
  readonly everyMs: number;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

const slowPieces = 5;
const slowMs = 400;

/** Each sender at once, then one after the other. A full disk costs a file and nothing else. Never throws. */
export async function dropFiles(options: DropOptions): Promise<void> {
  const { folder, senders, now, everyMs, logger, signal } = options;
  for (let count = 0; !signal.aborted; count++) {
    const sender = senders[count % senders.length];
    try {
      if (sender) await dropFile(folder, sender, now());
    } catch (error) {
      logger.warn('a file could not be dropped', errorFields(error));
    }
    if (count + 1 < senders.length) continue;
    await delay(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

/**
 * One file of a sender, in the sender's manner.
 * @param at market time, epoch ms
 * @returns its name
 */
export async function dropFile(folder: string, sender: Sender, at: number): Promise<string> {
  const own = join(folder, sender.sender);
  await mkdir(own, { recursive: true });
  const stamp = new Date(at).toISOString().replaceAll(':', '-');
  const name = `inventory-${stamp}.${sender.ending}`;
  const path = join(own, name);
  const bytes = sender.file(at);
  switch (sender.manner) {
    case 'RENAMED':
      await writeFile(`${path}.part`, bytes);
      await rename(`${path}.part`, path);
      break;
    case 'MARKED':
      await writeFile(path, bytes);
      await writeFile(`${path}.done`, '');
      break;
    case 'SLOWLY': {
      const piece = Math.ceil(bytes.length / slowPieces);
      for (let from = 0; from < bytes.length; from += piece) {
        await appendFile(path, bytes.subarray(from, from + piece));
        await delay(slowMs);
      }
    }
  }
  return name;
}
