/** Bids of organisations with a limit through the pipeline: limiter, lots, and letters back. */
import { commandRoute, limitCommand } from '@auction/avro/command-route';
import type { LotCommand } from '@auction/avro/records';
import { deadTopic, topics } from '@auction/avro/topics';
import { endsAt, opensAt, sellerOrg } from '../testing/auction/an-own-lot.ts';
import { LimitedDesk } from '../testing/auction/limited-desk.ts';
import { LotDesk } from '../testing/auction/lot-records.ts';
import { PipelineDriver } from '../testing/pipeline-driver.ts';
import type { DriverOptions } from '../testing/pipeline-driver.ts';

function begin(options: DriverOptions = {}): PipelineDriver {
  const driver = new PipelineDriver({ relaysLetters: true, ...options });
  driver.advanceTo(opensAt - 1000);
  for (const lotId of ['L1', 'L2', 'L3']) new LotDesk(driver, lotId).offer();
  driver.advanceTo(opensAt);
  return driver;
}

const exposure = (driver: PipelineDriver, orgId: string) =>
  driver.last(topics.limits).get(orgId)?.entry?.exposureMinor ?? 0;

it('the example: maxima count, and a raise counts by what it adds', () => {
  const driver = begin();
  const desk = new LimitedDesk(driver, 'A');
  desk.limit(20_000);
  expect(desk.bid('L1', 12_000)).toBe('LEADING');
  new LotDesk(driver, 'L1').bid('B', 8950);
  expect(driver.last(topics.lots).get('L1')?.priceMinor).toBe(900_000);
  expect(desk.bid('L2', 9000)).toBe('LIMIT');
  expect(exposure(driver, 'A')).toBe(1_200_000);
  expect(desk.bid('L1', 15_000)).toBe('LEADING');
  expect(exposure(driver, 'A')).toBe(1_500_000);
  expect(desk.bid('L2', 5000)).toBe('LEADING');
  expect(desk.bid('L3', 500)).toBe('LIMIT');
});

it('outbid frees, winning binds to the price, settling frees', () => {
  const driver = begin();
  const desk = new LimitedDesk(driver, 'A');
  desk.limit(20_000);
  desk.bid('L1', 12_000);
  desk.bid('L2', 8000);
  new LotDesk(driver, 'L2').bid('B', 9000);
  expect(exposure(driver, 'A')).toBe(1_200_000);
  driver.advanceTo(endsAt + 500);
  expect(exposure(driver, 'A')).toBe(50_000);
  desk.send(limitCommand({ kind: 'SETTLED', orgId: 'A', settled: { lotId: 'L1' } }));
  expect(exposure(driver, 'A')).toBe(0);
});

it('the same key twice has one outcome, whatever the limit says by then', () => {
  const driver = begin();
  const desk = new LimitedDesk(driver, 'A');
  desk.limit(10_000);
  const refused = desk.command('L1', 12_000);
  expect(desk.take(refused)).toBe('LIMIT');
  desk.limit(50_000);
  expect(desk.take({ ...refused, commandId: 'again' })).toBe('LIMIT again');
  expect(exposure(driver, 'A')).toBe(0);
  const accepted = desk.command('L1', 12_000);
  expect(desk.take(accepted)).toBe('LEADING');
  desk.limit(1000);
  expect(desk.take({ ...accepted, commandId: 'once more' })).toBe('LEADING again');
  expect(exposure(driver, 'A')).toBe(1_200_000);
});

it('buy now and an accepted counter-offer are checked alike', () => {
  const driver = new PipelineDriver({ relaysLetters: true });
  driver.advanceTo(opensAt - 1000);
  const seller = new LotDesk(driver, 'L1');
  seller.offer({ reserveMinor: 3_000_000, buyNowMinor: 5_000_000 });
  driver.advanceTo(opensAt);
  const desk = new LimitedDesk(driver, 'A');
  desk.limit(20_000);
  const buy = { kind: 'BUY_NOW', buyNow: { amountMinor: 5_000_000 }, placeBid: null } as const;
  expect(desk.take({ ...desk.command('L1', 0), ...buy })).toBe('LIMIT');
  expect(desk.bid('L1', 15_000)).toBe('LEADING');
  driver.advanceTo(endsAt + 500);
  const receivedAt = endsAt + 1000;
  driver.advanceTo(receivedAt);
  const sender = { orgId: sellerOrg, receivedAt };
  seller.send('COUNTER', { sender, counter: { amountMinor: 2_500_000 } });
  expect(exposure(driver, 'A')).toBe(0);
  const accept = (): LotCommand => {
    const command = desk.command('L1', 0);
    const from = { ...command.sender!, receivedAt };
    return { ...command, kind: 'ACCEPT_COUNTER', placeBid: null, sender: from };
  };
  expect(desk.take(accept())).toBe('LIMIT');
  desk.limit(25_000);
  expect(desk.take(accept())).toBe('LEADING');
  expect(exposure(driver, 'A')).toBe(2_500_000);
});

it('a limiter that dies anywhere loses and doubles nothing', () => {
  const play = (options: DriverOptions): PipelineDriver => {
    const driver = begin(options);
    const desk = new LimitedDesk(driver, 'A');
    desk.limit(20_000);
    for (const amount of [500, 700, 900]) {
      for (const lotId of ['L1', 'L2', 'L3']) desk.bid(lotId, amount * 10);
    }
    return driver;
  };
  const calm = play({});
  const fates = ['COMMIT', 'DIE_AFTER_PLAIN', 'DIE_BEFORE', 'COMMIT_AND_DIE'] as const;
  let count = 0;
  const shaken = play({ fate: () => fates[(count += 1) % fates.length] ?? 'COMMIT' });
  for (const driver of [calm, shaken]) expect(exposure(driver, 'A')).toBe(1_900_000);
  const reservations = (driver: PipelineDriver) =>
    driver.last(topics.limits).get('A')?.entry?.reservations;
  expect(reservations(shaken)).toEqual(reservations(calm));
  const firstTold = (driver: PipelineDriver) =>
    driver
      .values(topics.lotsOutcomes)
      .filter(({ isRepeat, commandId }) => !isRepeat && commandId !== null)
      .map(({ lotId, commandId, outcome }) => [lotId, commandId, outcome?.code].join(' '));
  expect(firstTold(shaken).sort()).toEqual(firstTold(calm).sort());
});

it('what is no command of the organisation goes aside', () => {
  const driver = begin();
  const desk = new LimitedDesk(driver, 'A');
  const bid = { command: desk.command('L1', 100), currency: 'EUR' };
  driver.append(topics.limitsCommands, 'B', limitCommand({ kind: 'BID', orgId: 'A', bid }));
  driver.append(topics.limitsCommands, 'B', limitCommand({ kind: 'BID', orgId: 'B', bid }));
  driver.append(topics.limitsCommands, 'B', limitCommand({ kind: 'UNKNOWN', orgId: 'B' }));
  driver.run();
  expect(driver.records(deadTopic(topics.limitsCommands, ''))).toHaveLength(3);
});

it.each<[what: string, given: Partial<LotCommand>, isLimited: boolean, topic: string]>([
  ['a bid without a limit', {}, false, 'lots.commands'],
  ['a bid with one', {}, true, 'limits.commands'],
  ['a purchase', { kind: 'BUY_NOW' }, true, 'limits.commands'],
  ['a counter-offer that is accepted', { kind: 'ACCEPT_COUNTER' }, true, 'limits.commands'],
  ['one that is declined', { kind: 'DECLINE_COUNTER' }, true, 'lots.commands'],
  ['a wish of a seller', { kind: 'PUBLISH_LOT' }, true, 'lots.commands'],
])('%s takes its way', (_what, given, isLimited, topic) => {
  const command = { ...new LimitedDesk(begin(), 'A').command('L1', 500), ...given };
  const route = commandRoute(command, { isLimited, currency: 'EUR' });
  expect(route.topic.name).toBe(topic);
});
