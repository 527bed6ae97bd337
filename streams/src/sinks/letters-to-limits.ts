/**
 * lots.outcomes, placements -> limits.commands: letters, and what placements at other sites bind to,
 * keyed by organisation, back to the limiter. At least once and in order per lot; the limiter drops
 * numbers it has seen (docs/decisions/0044, 0080).
 */
import type { Codec } from '@auction/avro/codec';
import { limitCommand } from '@auction/avro/command-route';
import { topics } from '@auction/avro/topics';
import { isPositionKey } from '../runtime/processor.ts';
import type { Log, LogRecord, NewRecord, Producer } from '../runtime/log.ts';
import type { Codecs } from '../runtime/registry.ts';
import type { Sink } from '../runtime/sink.ts';
import { readRecords } from './read-records.ts';

const name = 'letters-to-limits';

export interface LetterCodecs {
  readonly letters: Codec<'LotOutcome'>;
  readonly placements: Codec<'PlacementState'>;
  readonly commands: Codec<'LimitCommand'>;
}

export const letterCodecs = (codecs: Codecs): LetterCodecs => ({
  letters: codecs.of(topics.lotsOutcomes),
  placements: codecs.of(topics.placements),
  commands: codecs.of(topics.limitsCommands),
});

/** Letters that may bind or free somebody, as records of limits.commands. */
export function limitRecords(
  { letters, commands }: LetterCodecs,
  records: readonly LogRecord[],
): NewRecord[] {
  // Unreadable ones are kept by letters-to-postgres, for people.
  return readRecords(letters, records).entries.flatMap(({ value: letter }) => {
    if (letter === null || letter.notice?.kind === 'SOLD') return [];
    const command = limitCommand({ kind: 'LETTER', orgId: letter.toOrg, letter });
    const { name: topic } = topics.limitsCommands;
    return [{ topic, key: letter.toOrg, value: commands.encode(command) }];
  });
}

/** Placements, which may bind or free their organisations, as records of limits.commands. */
export function placementRecords(
  { placements, commands }: LetterCodecs,
  records: readonly LogRecord[],
): NewRecord[] {
  const states = records.filter(({ key }) => !isPositionKey(key));
  // Unreadable ones are kept by placements-to-postgres, for people.
  return readRecords(placements, states).entries.flatMap(({ value }) => {
    const entry = value?.entry ?? null;
    if (entry === null) return [];
    const { orgId } = entry;
    const command = limitCommand({ kind: 'PLACEMENT', orgId, placement: entry });
    return [{ topic: topics.limitsCommands.name, key: orgId, value: commands.encode(command) }];
  });
}

export interface LettersToLimits {
  readonly sink: Sink;
  close(): Promise<void>;
}

/** @param log also tells where the group has read to: the position stands nowhere else */
export function lettersToLimits(log: Log, codecs: Codecs): LettersToLimits {
  const known = letterCodecs(codecs);
  let producer: Promise<Producer> | undefined;
  const sink: Sink = {
    name,
    topics: [topics.lotsOutcomes, topics.placements],
    take: async (topic, partition) => (await log.committed(name, topic))[partition] ?? 0,
    async write(batch) {
      const isLetters = batch.topic === topics.lotsOutcomes.name;
      const read = isLetters ? limitRecords : placementRecords;
      const records = read(known, batch.records);
      if (records.length === 0) return;
      producer ??= log.producer({ lingerMs: 0 });
      const producing = producer;
      try {
        const open = await producing;
        await open.send(records);
        await open.flush();
      } catch (error) {
        // A producer that has failed for good stays so; the batch comes again.
        if (producer === producing) producer = undefined;
        throw error;
      }
    },
  };
  return {
    sink,
    async close() {
      const open = await producer?.catch(() => undefined);
      await open?.close();
    },
  };
}
