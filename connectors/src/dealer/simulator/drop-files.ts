/** Leaves made-up dealers' files in their folders, as dealers' programs do; ends when it is told to. */
import { appendFile, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { errorFields } from '@auction/streams/runtime/logger';
import type { Logger } from '@auction/streams/runtime/logger';
import { FaultPlan } from '../../simulator/fault-plan.ts';
import type { FaultRule } from '../../simulator/fault-plan.ts';
import { RequestLog } from '../../simulator/request-log.ts';
import { bytesFaults, spoiltBytes, writingFaults } from './drop-faults.ts';
import { offerFaults } from './senders.ts';
import type { Manner, Sender } from './senders.ts';

export interface DropOptions {
  readonly folder: string;
  readonly senders: readonly Sender[];
  /** Market time, epoch ms. */
  readonly now: () => number;
  /** Between two files, of one sender after the other, ms. */
  readonly everyMs: number;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  readonly play: DropPlay;
}

/** Which file has which fault: each drop is a request of the plan, its path the sender's name. */
export interface DropPlay {
  readonly faults: FaultPlan;
  readonly requests: RequestLog;
}

export const dropPlay = (seed: number): DropPlay => {
  const names = [...Object.keys(bytesFaults), ...writingFaults, ...offerFaults];
  return { faults: new FaultPlan(seed, names), requests: new RequestLog() };
};

const slowPieces = 5;
const slowMs = 400;

/** Each sender at once, then one after the other. A full disk costs a file and nothing else. Never throws. */
export async function dropFiles(options: DropOptions): Promise<void> {
  const { folder, senders, now, everyMs, logger, signal, play } = options;
  const dropped = new Map<string, string>();
  for (let count = 0; !signal.aborted; count++) {
    const sender = senders[count % senders.length];
    try {
      if (sender) {
        const last = dropped.get(sender.sender);
        const fault = playedFault(play, sender, now());
        dropped.set(sender.sender, await dropFile(folder, sender, now(), { fault, last }));
      }
    } catch (error) {
      logger.warn('a file could not be dropped', errorFields(error));
    }
    if (count + 1 < senders.length) continue;
    await delay(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

function playedFault(
  { faults, requests }: DropPlay,
  { sender }: Sender,
  at: number,
): FaultRule | undefined {
  const { number } = requests.begin({ url: `/${sender}`, headers: {} }, true, at);
  const fault = faults.faultOf(number, `/${sender}`);
  requests.note(number, fault?.name ?? null);
  return fault;
}

export interface DropWish {
  readonly fault?: FaultRule | undefined;
  /** Name of the sender's file before, which `replaced` writes over. */
  readonly last?: string | undefined;
}

/**
 * One file of a sender, in the sender's manner.
 * @param at market time, epoch ms
 * @returns its name
 */
export async function dropFile(
  folder: string,
  sender: Sender,
  at: number,
  { fault, last }: DropWish = {},
): Promise<string> {
  const own = join(folder, sender.sender);
  await mkdir(own, { recursive: true });
  const stamp = new Date(at).toISOString().replaceAll(':', '-');
  const name = `inventory-${stamp}.${sender.ending}`;
  const bytes = spoiltBytes(sender.file(at, fault), fault);
  if (fault?.name === 'replaced' && last !== undefined) {
    await writeFile(join(own, last), bytes);
    return last;
  }
  const path = join(own, name);
  if (fault?.name === 'never-finished') await writeFile(`${path}.part`, bytes);
  else await writeInManner(path, bytes, sender.manner);
  return name;
}

async function writeInManner(path: string, bytes: Buffer, manner: Manner): Promise<void> {
  switch (manner) {
    case 'RENAMED':
      await writeFile(`${path}.part`, bytes);
      await rename(`${path}.part`, path);
      break;
    case 'MARKED':
      await writeFile(path, bytes);
      await writeFile(`${path}.done`, '');
      break;
    case 'SLOWLY': {
      const piece = Math.max(1, Math.ceil(bytes.length / slowPieces));
      if (bytes.length === 0) await writeFile(path, bytes);
      for (let from = 0; from < bytes.length; from += piece) {
        await appendFile(path, bytes.subarray(from, from + piece));
        await delay(slowMs);
      }
    }
  }
}
