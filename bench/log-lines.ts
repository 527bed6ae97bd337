/** Log lines for `npm run bench:logs`, of the kinds and sizes services write, on a clock of their own. */
import { setTimeout as delay } from 'node:timers/promises';
import type { LogCopy } from '@auction/streams/logging/log-copy';
import type { WrittenLine } from '@auction/streams/logging/line-ring';

const messages = [
  'bid accepted',
  'command resolved',
  'listing normalised',
  'request completed',
  'snapshot read',
  'a client is slow',
] as const;

/** @param at epoch ms */
export function aLine(number: number, at: number): WrittenLine {
  const level = number % 100 === 0 ? 'error' : number % 20 === 0 ? 'warn' : 'info';
  const fields = {
    ...{ time: new Date(at).toISOString(), level, service: 'bench', version: '0.1.0' },
    msg: messages[number % messages.length],
    requestId: `request-${Math.floor(number / 4)}`,
    lotId: `lot-${(number * 7_919) % 50_000}`,
    ...{ site: 'copart', partition: number % 12, offset: number, durationMs: number % 400 },
  };
  return { at, level, text: JSON.stringify(fields) };
}

/** Lines waiting in the ring before the writer is waited for, so that none gives way. */
const waitingMax = 8_000;

/** Hands over `count` lines that lie evenly in `spanMs`, as fast as they are written. */
export async function writeAll(
  copy: LogCopy,
  { count, from, spanMs }: { count: number; from: number; spanMs: number },
): Promise<void> {
  for (let number = 0; number < count; number += 1) {
    copy.push(aLine(number, from + Math.floor((number / count) * spanMs)));
    while (copy.stats.waiting >= waitingMax) await delay(2);
  }
  while (copy.stats.waiting > 0) await delay(5);
}
