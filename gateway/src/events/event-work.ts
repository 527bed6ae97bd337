/** What the event lane hears beside the letters of the resolver: robots, and lots that people follow. */
import type { Log } from '@auction/streams/runtime/log';
import { errorFields } from '@auction/streams/runtime/logger';
import type { Logger } from '@auction/streams/runtime/logger';
import type { Codecs } from '@auction/streams/runtime/registry';
import { inBackground } from '../background.ts';
import type { LotTable, RowListener } from '../board/lot-table.ts';
import type { Postgres } from '../postgres.ts';
import { FollowedLots } from './followed-lots.ts';
import type { OwnEvents } from './own-events.ts';
import { followRobots } from './robot-events.ts';

export interface EventWorkOptions {
  readonly log: Log;
  readonly codecs: Codecs;
  readonly postgres: Postgres;
  readonly lots: LotTable;
  readonly events: OwnEvents;
  /** Epoch ms. */
  readonly now: () => number;
  readonly logger: Logger;
}

const loadMs = 3_000;

/** @returns stops it @throws when the broker does not say where the robots' topic ends */
export async function startEventWork(options: EventWorkOptions): Promise<() => Promise<void>> {
  const { log, codecs, postgres, lots, events, now, logger } = options;
  const followed = new FollowedLots({ postgres, lots, events, now });
  events.onReader(followed);
  const see: RowListener = (row, was) => followed.see(row, was);
  lots.rowListeners.add(see);
  const following = await followRobots({
    log,
    codecs,
    events,
    now,
    onTrouble: (error) => logger.warn('news of robots go on after trouble', errorFields(error)),
    onUnreadable: (topic, detail) => logger.error('unreadable record', { topic, detail }),
  });
  const work = async () => {
    await followed.load();
    return false;
  };
  const stopLoading = inBackground({ name: 'followed lots', everyMs: loadMs, work }, logger);
  return async () => {
    lots.rowListeners.delete(see);
    await stopLoading();
    await following.stop();
  };
}
