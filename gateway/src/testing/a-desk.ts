/** A desk on a log in memory, where a test plays the resolver. */
import { allTopics } from '@auction/avro/topics';
import { MemoryLog } from '@auction/streams/runtime/memory-log';
import { localCodecs } from '@auction/streams/runtime/registry';
import { CommandWriter } from '../bids/command-writer.ts';
import { LotDesk } from '../bids/lot-desk.ts';
import { LotLetters } from '../bids/lot-letters.ts';

export function aDesk(waitMs = 50) {
  const codecs = localCodecs(allTopics);
  const log = new MemoryLog(allTopics);
  const letters = new LotLetters();
  const writer = new CommandWriter(log, codecs);
  const desk = new LotDesk({
    write: (route, headers) => writer.write(route, headers),
    letters,
    now: Date.now,
    waitMs,
  });
  return { desk, log, letters, codecs };
}
