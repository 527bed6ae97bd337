/** Our own lots through the pipeline: commands in, the clock moved; letters, events and rows out. */
import { deadTopic, topics } from '@auction/avro/topics';
import { lotCommand } from '@auction/avro/lot-command';
import { endsAt, opensAt, sellerOrg } from '../testing/auction/an-own-lot.ts';
import { LotDesk } from '../testing/auction/lot-records.ts';
import { lot, publish } from '../testing/builders.ts';
import { PipelineDriver } from '../testing/pipeline-driver.ts';
import { externalLotId } from './lot-id.ts';

const dayMs = 86_400_000;

function begin(): [PipelineDriver, LotDesk] {
  const driver = new PipelineDriver();
  driver.advanceTo(opensAt - 1000);
  return [driver, new LotDesk(driver)];
}

/** Every letter: number and addressee, then what it says. */
const letters = (driver: PipelineDriver): string[] =>
  driver.values(topics.lotsOutcomes).map(({ toOrg, number, outcome, notice, isRepeat }) => {
    const told = outcome === null ? notice?.kind : (outcome.code ?? outcome.position ?? 'DONE');
    const amount = outcome === null ? notice?.amountMinor : outcome.ownMaxMinor;
    return [toOrg, number, told, amount, isRepeat ? 'again' : null]
      .filter((part) => part !== null)
      .join(' ');
  });

const events = (driver: PipelineDriver): string[] =>
  driver
    .values(topics.lotsEvents)
    .map(({ seq, kind, priceMinor, leaderAlias }) =>
      [seq, kind, priceMinor, leaderAlias].filter((part) => part !== null).join(' '),
    );

const rows = (driver: PipelineDriver): string[] =>
  driver
    .values(topics.lots)
    .map(({ version, status, priceMinor, askMinor }) =>
      [version, status, priceMinor, askMinor].filter((part) => part !== null).join(' '),
    );

it('a lot from its draft to its sale', () => {
  const [driver, desk] = begin();
  desk.offer();
  driver.advanceTo(opensAt);
  desk.bid('A', 1000);
  desk.bid('B', 1200);
  driver.advanceTo(endsAt + 499);
  expect(rows(driver)).toHaveLength(4);
  driver.advanceTo(endsAt + 500);
  expect(rows(driver)).toEqual([
    '1 SCHEDULED 50000',
    '2 OPEN 50000',
    '3 OPEN 50000 55000',
    '4 OPEN 105000 110000',
    '6 SOLD 105000',
  ]);
  expect(events(driver)).toEqual([
    '1 LotPublished',
    '2 LotOpened',
    '3 PriceChanged 50000 1',
    '4 PriceChanged 105000 2',
    '5 LotClosed 105000',
    '6 LotAwarded 105000 2',
  ]);
  expect(letters(driver)).toEqual([
    'seller 1 DONE',
    'seller 2 DONE',
    'A 1 LEADING 100000',
    'B 1 LEADING 120000',
    'A 2 OUTBID',
    'B 2 WON 105000',
    'A 3 LOST',
    'seller 3 SOLD 105000',
  ]);
});

it('below the reserve the seller counters and the buyer accepts', () => {
  const [driver, desk] = begin();
  desk.offer({ reserveMinor: 200_000 });
  driver.advanceTo(opensAt);
  desk.bid('A', 1000);
  driver.advanceTo(endsAt + 500);
  const sender = { orgId: sellerOrg, receivedAt: endsAt + 1000 };
  driver.advanceTo(endsAt + 1000);
  desk.send('COUNTER', { sender, counter: { amountMinor: 150_000 } });
  desk.send('ACCEPT_COUNTER', { sender: { orgId: 'A', receivedAt: endsAt + 2000 } });
  expect(rows(driver).slice(-3)).toEqual([
    '5 PENDING_APPROVAL 50000',
    '6 COUNTERED 50000',
    '7 SOLD 50000',
  ]);
  expect(letters(driver).slice(-5)).toEqual([
    'seller 3 DONE',
    'A 2 COUNTER_OFFERED 150000',
    'A 3 LEADING 100000',
    'A 4 WON 150000',
    'seller 4 SOLD 150000',
  ]);
  expect(driver.values(topics.lotsEvents).at(-1)).toMatchObject({
    how: 'COUNTER',
    priceMinor: null,
  });
});

it('nobody decides: the deadline ends the lot', () => {
  const [driver, desk] = begin();
  desk.offer({ reserveMinor: 200_000 });
  desk.bid('A', 1000);
  driver.advanceTo(endsAt + dayMs - 1);
  expect(rows(driver).at(-1)).toBe('5 PENDING_APPROVAL 50000');
  driver.advanceTo(endsAt + dayMs);
  expect(rows(driver).at(-1)).toBe('6 NOT_SOLD 50000');
});

it('bids near the end move it, and the timer with it', () => {
  const [driver, desk] = begin();
  desk.offer();
  driver.advanceTo(endsAt - 1);
  desk.bid('A', 1000, endsAt - 1);
  driver.advanceTo(endsAt + 60_000);
  expect(driver.last(topics.lots).get('LOT')).toMatchObject({
    status: 'OPEN',
    endsAt: endsAt - 1 + 120_000,
    extensionCount: 1,
  });
  driver.advanceTo(endsAt - 1 + 120_500);
  expect(driver.last(topics.lots).get('LOT')?.status).toBe('SOLD');
});

it('a command twice has one effect and one outcome, told again', () => {
  const [driver, desk] = begin();
  desk.offer();
  driver.advanceTo(opensAt);
  const bid = desk.bid('A', 1000);
  desk.again(bid);
  desk.again({ ...bid, commandId: 'a retry of the gateway' });
  desk.again({ ...bid, placeBid: { ...bid.placeBid!, amountMinor: 123_400 } });
  expect(rows(driver)).toHaveLength(3);
  expect(letters(driver).slice(2)).toEqual([
    'A 1 LEADING 100000',
    'A 1 LEADING 100000 again',
    'A 1 LEADING 100000 again',
    'A 2 STALE_SEQ 100000',
  ]);
  const told = driver.values(topics.lotsOutcomes).map(({ commandId }) => commandId);
  expect(told.at(-2)).toBe('a retry of the gateway');
});

it('a bid behind LotClosed is late, however it is stamped', () => {
  const [driver, desk] = begin();
  desk.offer();
  driver.advanceTo(endsAt + 500);
  desk.bid('A', 1000, endsAt - 10);
  desk.bid('A', 1000, endsAt);
  expect(letters(driver).slice(-2)).toEqual(['A 1 LATE', 'A 2 CLOSED']);
  expect(driver.stat('resolve-lots', 'lateBids')).toBe(1);
});

it('a lot that does not exist answers, and keeps nothing', () => {
  const [driver, desk] = begin();
  driver.advanceTo(opensAt);
  desk.bid('A', 1000);
  expect(letters(driver)).toEqual(['A 0 NO_LOT']);
  expect(driver.stat('resolve-lots', 'lots')).toBe(0);
});

it('nobody bids here on a lot that its site resolves, or makes it his own', () => {
  const driver = new PipelineDriver();
  publish(driver, { sequence: 1, rows: [lot('41')] });
  const lotId = externalLotId('copart', '41');
  driver.advanceTo(opensAt - 1000);
  const rowsBefore = driver.values(topics.lots).length;
  const desk = new LotDesk(driver, lotId);
  desk.offer();
  desk.bid('A', 1000);
  expect(letters(driver)).toEqual(['seller 0 EXISTS', 'seller 0 NO_LOT', 'A 0 NO_LOT']);
  expect(driver.values(topics.lots)).toHaveLength(rowsBefore);
});

it('no site speaks for a lot of our own', () => {
  const [driver, desk] = begin();
  desk.offer();
  publish(driver, { sequence: 1, rows: [lot('41')] });
  const observed = driver
    .values(topics.lotsCommands)
    .find(({ kind }) => kind === 'OBSERVE_EXTERNAL');
  desk.again({ ...observed!, lotId: desk.lotId });
  expect(driver.records(deadTopic(topics.lotsCommands, ''))).toHaveLength(1);
  expect(driver.last(topics.lots).get(desk.lotId)?.kind).toBe('OWN');
});

it('a kind without its body goes aside', () => {
  const [driver] = begin();
  driver.append(
    topics.lotsCommands,
    'LOT',
    lotCommand({ commandId: 'x', kind: 'PLACE_BID', lotId: 'LOT' }),
  );
  driver.run();
  expect(driver.records(deadTopic(topics.lotsCommands, ''))).toHaveLength(1);
});

it('restored from its book it goes on byte for byte', () => {
  const story = (restarts: boolean): PipelineDriver => {
    const [driver, desk] = begin();
    const pause = (): void => {
      if (restarts) driver.restart();
    };
    desk.offer({ reserveMinor: 90_000 });
    pause();
    for (const [orgId, amount] of [
      ['A', 600],
      ['B', 800],
      ['A', 700],
      ['C', 1500],
      ['B', 1400],
    ] as const) {
      desk.bid(orgId, amount);
      pause();
    }
    driver.advanceTo(endsAt + 500);
    return driver;
  };
  const [through, restarted] = [story(false), story(true)];
  for (const topic of [topics.lots, topics.lotsEvents, topics.lotsOutcomes, topics.lotsBook]) {
    const keyOf = (driver: PipelineDriver) => driver.history(topic).get('LOT');
    expect(keyOf(restarted)).toEqual(keyOf(through));
  }
});
