import type { LotOutcome } from '@auction/avro/records';
import { allTopics, topics } from '@auction/avro/topics';
import { localCodecs } from '../runtime/registry.ts';
import { aLot } from '../testing/a-lot.ts';
import { anOrder } from '../testing/auction/robot-arena.ts';
import { RobotViews } from './robot-views.ts';

const codecs = localCodecs(allTopics);
const record = (topic: string, key: string, value: Buffer) => ({
  topic,
  key,
  value,
  partition: 0,
  offset: 0,
  headers: {},
  timestamp: 0,
});
const row = (given: Parameters<typeof aLot>[0]) => {
  const lot = aLot({ lotId: 'L', kind: 'OWN', ...given });
  return record(topics.lots.name, 'L', codecs.of(topics.lots).encode(lot));
};
/** An answer to command 1 of the robot `R`. */
const answer = (toOrg: string, given: Partial<LotOutcome> = {}) => {
  const outcome = {
    result: 'ACCEPTED',
    position: 'LEADING',
    ownMaxMinor: 50_000,
    priceMinor: 50_000,
    code: null,
    askMinor: null,
    reasons: [],
    closedSeq: null,
    letterNumber: 1,
  } as const;
  const command = { commandId: 'c', clientId: 'robot/R', clientSeq: 1 };
  const letter: LotOutcome = {
    lotId: 'L',
    toOrg,
    number: 1,
    currency: 'EUR',
    ...command,
    isRepeat: false,
    at: 0,
    seq: 1,
    outcome,
    notice: null,
    ...given,
  };
  return record(topics.lotsOutcomes.name, 'L', codecs.of(topics.lotsOutcomes).encode(letter));
};
const order = anOrder({ caps: { L: 1000 } });

test('rows of own lots, the newest only; lots of other sites are none', () => {
  const views = new RobotViews(codecs);
  expect(views.see(row({ version: 2, askMinor: 200 }), 10)).toBe('L');
  expect(views.see(row({ version: 1, askMinor: 100 }), 20)).toBeUndefined();
  expect(views.see(row({ version: 3, kind: 'EXTERNAL' }), 30)).toBeUndefined();
  expect(views.look(order, 'L')).toMatchObject({ seenAt: 10, sight: { seq: 2, askMinor: 200 } });
});

test('an answer is the robot’s own when it came to its organisation', () => {
  const views = new RobotViews(codecs);
  views.see(answer('B'), 0);
  expect(views.look(order, 'L')).toMatchObject({ standing: undefined, answer: undefined });
  views.see(answer('A'), 0);
  expect(views.look(order, 'L')).toMatchObject({
    standing: { isLeading: true, maxMinor: 50_000 },
    answer: { clientSeq: 1, code: null },
  });
});
