/** Sends the made-up site's events to its subscribers; what is refused three times comes only by replay. */
import { setTimeout as delay } from 'node:timers/promises';
import type { ManheimSite } from './site.ts';

const triesMax = 3;
const betweenTriesMs = 1_000;
const patienceMs = 10_000;

export interface PushOptions {
  readonly site: ManheimSite;
  /** Market time, epoch ms. */
  readonly now: () => number;
  readonly everyMs: number;
  readonly signal: AbortSignal;
}

/** Until it is told to stop. Never throws. */
export async function pushEvents({ site, now, everyMs, signal }: PushOptions): Promise<void> {
  while (!signal.aborted) {
    const events = site.events.advance(now());
    for (const callback of site.callbacks()) {
      for (const event of events) void pushed(callback, JSON.stringify(event), signal);
    }
    await delay(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

async function pushed(callback: string, body: string, signal: AbortSignal): Promise<void> {
  for (let attempt = 1; attempt <= triesMax && !signal.aborted; attempt++) {
    const answer = await fetch(callback, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
    }).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok === true) return;
    await delay(betweenTriesMs * attempt, undefined, { signal }).catch(() => undefined);
  }
}
