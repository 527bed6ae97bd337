import type { RobotDeed, RobotState } from '@auction/avro/records';
import { deedsOf } from './robots-to-postgres.ts';

const deed = (number: number): RobotDeed => ({
  number,
  at: 0,
  kind: 'ARMED',
  lotId: null,
  reason: null,
  amountMinor: null,
  priceMinor: null,
  askMinor: null,
});
const state = (robotId: string, ...numbers: number[]): RobotState => ({
  robotId,
  orgId: 'A',
  revision: 1,
  status: 'RUNNING',
  statusReason: null,
  lots: [],
  deedCount: numbers.length,
  deeds: numbers.map(deed),
});

test('states repeat their latest deeds: each is kept once', () => {
  const deeds = deedsOf([state('R', 1), state('S', 1), state('R', 1, 2)]);
  expect(deeds.map(({ robotId, number }) => `${robotId}${number}`)).toEqual(['R1', 'R2', 'S1']);
});
