import type { LotOutcome } from '@auction/avro/records';
import { allTopics, topics } from '@auction/avro/topics';
import type { LogBatch, LogRecord } from '../runtime/log.ts';
import { MemoryLog } from '../runtime/memory-log.ts';
import { localCodecs } from '../runtime/registry.ts';
import { aPlacement, say } from '../testing/a-placement.ts';
import { lettersToLimits } from './letters-to-limits.ts';

const codecs = localCodecs(allTopics);
const topic = topics.lotsOutcomes.name;

const aLetter = (toOrg: string, given: Partial<LotOutcome> = {}): LotOutcome => ({
  lotId: 'lot',
  toOrg,
  number: 1,
  commandId: null,
  clientId: '',
  clientSeq: 0,
  isRepeat: false,
  at: 0,
  seq: 1,
  currency: 'EUR',
  outcome: null,
  notice: { kind: 'OUTBID', priceMinor: 100, amountMinor: null },
  ...given,
});

function batchOf(values: readonly Buffer[]): LogBatch {
  const records = values.map((value, offset): LogRecord => {
    return { topic, partition: 0, offset, key: 'lot', value, headers: {}, timestamp: 0 };
  });
  return { topic, partition: 0, records, next: records.length };
}

/** Keys and letters on limits.commands. */
async function written(log: MemoryLog): Promise<string[]> {
  const codec = codecs.of(topics.limitsCommands);
  const found: string[] = [];
  for (let partition = 0; partition < topics.limitsCommands.partitions; partition += 1) {
    await log.readToEnd(topics.limitsCommands.name, partition, undefined, ({ records }) => {
      for (const { key, value } of records) {
        const read = codec.decode(value);
        if (read.ok)
          found.push(
            `${key} ${read.value.kind} ${read.value.letter?.number ?? read.value.placement?.version ?? ''}`,
          );
      }
    });
  }
  return found.sort();
}

test('letters go to their organisation, as they are; sellers’ sales and what cannot be read do not', async () => {
  const log = new MemoryLog(allTopics);
  const letters = lettersToLimits(log, codecs);
  const { sink } = letters;
  const codec = codecs.of(topics.lotsOutcomes);
  const sold = aLetter('C', { notice: { kind: 'SOLD', priceMinor: 1, amountMinor: 1 } });
  const some = [aLetter('A'), aLetter('B', { number: 2 }), sold, aLetter('A', { number: 3 })];
  const bytes = some.map((letter) => codec.encode(letter));
  await sink.write(batchOf([...bytes, Buffer.from('nonsense')]));
  expect(await written(log)).toEqual(['A LETTER 1', 'A LETTER 3', 'B LETTER 2']);
  await sink.write(batchOf([codec.encode(aLetter('A'))]));
  expect(await written(log)).toEqual(['A LETTER 1', 'A LETTER 1', 'A LETTER 3', 'B LETTER 2']);
  await letters.close();
});

test('placements go to their organisation; positions do not', async () => {
  const log = new MemoryLog(allTopics);
  const letters = lettersToLimits(log, codecs);
  const codec = codecs.of(topics.placements);
  const entry = aPlacement(say.order(0));
  const records = [
    { key: 'org/LOT', value: codec.encode({ position: null, entry }) },
    { key: '@position/0', value: codec.encode({ position: null, entry: null }) },
    { key: 'org/LOT', value: codec.encode({ position: null, entry: { ...entry, version: 2 } }) },
  ];
  const batch = batchOf(records.map(({ value }) => value));
  const keyed = batch.records.map((record, at) => ({ ...record, ...records[at] }));
  await letters.sink.write({ ...batch, topic: topics.placements.name, records: keyed });
  expect(await written(log)).toEqual(['org PLACEMENT 1', 'org PLACEMENT 2']);
  await letters.close();
});

test('reading begins where the group has committed, at the beginning without it', async () => {
  const { sink } = lettersToLimits(new MemoryLog(allTopics), codecs);
  expect(await sink.take(topic, 0)).toBe(0);
});
