import type { RobotDeedItem, RobotItem } from '@auction/gateway/contract';

export function aRobot(given: Partial<RobotItem> = {}): RobotItem {
  return {
    robotId: 'r',
    strategy: 'STEP',
    currency: 'USD',
    leadMs: null,
    stepCount: 0,
    winCount: 0,
    budget: null,
    wish: 'RUN',
    status: 'RUNNING',
    statusReason: null,
    isTold: true,
    lots: [aRobotLot()],
    createdAt: Date.UTC(2026, 0, 1),
    ...given,
  };
}

export function aRobotLot(
  given: Partial<RobotItem['lots'][number]> = {},
): RobotItem['lots'][number] {
  return {
    lotId: 'a',
    title: '2018 TOYOTA CAMRY',
    lotStatus: 'OPEN',
    price: 1_250_000,
    ask: 1_275_000,
    endsAt: null,
    cap: 1_500_000,
    way: null,
    link: null,
    bidOnWay: false,
    isLeading: true,
    end: null,
    ...given,
  };
}

export function aDeed(given: Partial<RobotDeedItem> = {}): RobotDeedItem {
  return {
    number: 1,
    at: Date.UTC(2026, 0, 1),
    kind: 'ARMED',
    lotId: null,
    title: null,
    reason: null,
    amount: null,
    price: null,
    ask: null,
    ...given,
  };
}
