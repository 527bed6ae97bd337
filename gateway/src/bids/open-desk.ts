/** The desk on the real log: one writer of commands and one follower of outcomes a gateway. */
import type { Log } from '@auction/streams/runtime/log';
import { errorFields } from '@auction/streams/runtime/logger';
import type { Logger } from '@auction/streams/runtime/logger';
import type { Codecs } from '@auction/streams/runtime/registry';
import { CommandWriter } from './command-writer.ts';
import { LotDesk } from './lot-desk.ts';
import { followLetters, LotLetters } from './lot-letters.ts';
import type { LetterEvents } from './lot-letters.ts';

export interface OpenDeskOptions {
  readonly log: Log;
  readonly codecs: Codecs;
  readonly logger: Logger;
  readonly events: LetterEvents;
  /** Epoch ms. */
  readonly now: () => number;
}

/** @throws when the broker does not say where the outcomes end */
export async function openDesk({ log, codecs, logger, events, now }: OpenDeskOptions) {
  const letters = new LotLetters();
  const following = await followLetters({
    log,
    codecs,
    letters,
    events,
    onTrouble: (error) => logger.warn('outcomes go on after trouble', errorFields(error)),
    onUnreadable: (topic, detail) => logger.error('unreadable record', { topic, detail }),
  });
  const commands = new CommandWriter(log, codecs);
  return {
    desk: new LotDesk({
      write: (route, headers) => commands.write(route, headers),
      letters,
      now,
    }),
    async close(): Promise<void> {
      await commands.close();
      await following.stop();
    },
  };
}
