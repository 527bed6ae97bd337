import { allTopics, rawTopic, topics } from '@auction/avro/topics';
import { linkVehicles } from '../pipeline/link-vehicles.ts';
import { normaliseListings } from '../pipeline/normalise-listings.ts';
import { resolveLots } from '../pipeline/resolve-lots.ts';
import { MemoryLog } from '../runtime/memory-log.ts';
import { localCodecs } from '../runtime/registry.ts';
import { aLot } from '../testing/a-lot.ts';
import { checkTopic } from './check-topics.ts';
import { differencesOf, verdict } from './difference.ts';
import type { CheckResult, Difference, Fields } from './difference.ts';
import { settled } from './settle.ts';

type Side = Fields | undefined;
const cases: [name: string, expected: Side, found: Side, fields: string[]][] = [
  ['equal, keys in another order', { a: 1, b: { c: 1, d: 2 } }, { b: { d: 2, c: 1 }, a: 1 }, []],
  ['absent is null', { a: null }, {}, []],
  ['another value', { a: 1, b: 2 }, { a: 1, b: 3 }, ['b']],
  ['a field too many', { a: 1 }, { a: 1, b: 2 }, ['b']],
  ['a number as text', { a: 1 }, { a: '1' }, ['a']],
  ['another order in a list', { a: [1, 2] }, { a: [2, 1] }, ['a']],
  ['missing', { a: 1 }, undefined, ['*']],
  ['there and should not be', undefined, { a: 1 }, ['*']],
  ['neither side has it', undefined, undefined, []],
];

test.each(cases)('%s', (_name, expected, found, fields) => {
  const differences = differencesOf('lot', 'k', expected, found);
  expect(differences.map(({ field }) => field)).toEqual(fields);
});

const aResult = (given: Partial<CheckResult> = {}): CheckResult => ({
  ...{ check: 'A = B', compared: 5, note: undefined, differences: [] },
  ...given,
});
const difference: Difference = { where: 't', key: 'k', field: '*', expected: 1, found: 2 };
const left = { check: 'C = D', compared: 0, note: 'C no longer begins at offset 0' };

test.each<[results: CheckResult[], said: string]>([
  [[aResult(), aResult({ note: '3 versions are older' })], 'no difference'],
  [[aResult(), aResult(left)], 'no difference in what was compared; not checked: C = D'],
  [[aResult({ differences: [difference] })], 'there are differences'],
  [
    [aResult({ differences: [difference] }), aResult(left)],
    'there are differences in what was compared; not checked: C = D',
  ],
  [[aResult({ compared: 0 })], 'no difference'],
])('the last line, %#', (results, said) => {
  expect(verdict(results)).toBe(said);
});

test('what agrees a moment later is no difference; what stays is one', async () => {
  let looks = 0;
  const late = () => Promise.resolve(++looks < 3 ? ['late'] : []);
  expect(await settled(late, 5_000)).toEqual([]);
  expect(await settled(() => Promise.resolve(['stays']), 10)).toEqual(['stays']);
});

describe('a topic that holds what the log does not say', () => {
  const codecs = localCodecs(allTopics);
  const row = codecs.of(topics.lots).encode(aLot({ lotId: 'planted' }));
  const outputs = {
    'resolve-lots': [resolveLots(codecs), topics.lots],
    'link-vehicles': [linkVehicles(codecs), topics.vehicles],
    'normalise-listings': [normaliseListings(codecs), topics.listings],
  } as const;

  /** @param trim key of the input's oldest records, which have left it, as by retention, before or while it is read */
  async function checked(
    name: keyof typeof outputs,
    plant: boolean,
    trim?: { key: string; when: 'BEFORE' | 'MEANWHILE' },
  ) {
    const log = new MemoryLog();
    await log.createTopics([...allTopics, rawTopic('copart')]);
    const [processor, output] = outputs[name];
    if (plant) {
      const producer = await log.producer();
      await producer.send([{ topic: output.name, key: 'planted', value: row }]);
      await producer.close();
    }
    const input = processor.inputs[0]?.name ?? '';
    if (trim) {
      const producer = await log.producer();
      const old = { topic: input, key: trim.key, value: Buffer.of(0) };
      await producer.send([old, old]);
      await producer.close();
    }
    if (trim?.when === 'BEFORE') log.compact(input);
    const verification = {
      ...{ log, codecs, cassandra: undefined, archiveFiles: undefined, settleMs: 1 },
      postgres: undefined as never, // this check asks no store
      say: () => {
        if (trim?.when === 'MEANWHILE') log.compact(input);
      },
    };
    return checkTopic(verification, processor, output);
  }
  async function differencesIn(name: keyof typeof outputs, plant: boolean) {
    const { differences } = await checked(name, plant);
    return differences.map(({ where, key }) => `${where} ${key}`);
  }

  test.each(Object.keys(outputs) as (keyof typeof outputs)[])(
    '%s, whose input has lost its beginning, is not checked, and says so',
    async (name) => {
      const trim = { key: 'old', when: 'BEFORE' } as const;
      const { compared, note, differences } = await checked(name, true, trim);
      expect({ compared, differences }).toEqual({ compared: 0, differences: [] });
      expect(note).toContain('no longer begins at offset 0 (retention)');
    },
  );

  test('what differs in a partition that retention cuts meanwhile is not compared, and told', async () => {
    const trim = { key: 'planted', when: 'MEANWHILE' } as const;
    const { note, differences } = await checked('resolve-lots', true, trim);
    expect(differences).toEqual([]);
    expect(note).toMatch(/^partition \d+ not compared: retention/);
  });

  test('what differs in other partitions than that one is told', async () => {
    const trim = { key: 'another', when: 'MEANWHILE' } as const;
    const { compared, note, differences } = await checked('resolve-lots', true, trim);
    expect(differences.map(({ key }) => key)).toEqual(['planted']);
    expect({ compared, note }).toEqual({ compared: 1, note: undefined });
  });

  test.each(Object.keys(outputs) as (keyof typeof outputs)[])('%s', async (name) => {
    expect(await differencesIn(name, true)).toEqual([`${outputs[name][1].name} planted`]);
    expect(await differencesIn(name, false)).toEqual([]);
  });
});
