/** Orders for lots of other sites under an organisation's limits: limiter, placements, and news back. */
import { limitCommand } from '@auction/avro/command-route';
import { placementCommand, placementRoute } from '@auction/avro/placement-command';
import { topics } from '@auction/avro/topics';
import type { Command } from '../domain/placement/placement.ts';
import { endsAt, opensAt } from '../testing/auction/an-own-lot.ts';
import { LimitedDesk } from '../testing/auction/limited-desk.ts';
import { LotDesk } from '../testing/auction/lot-records.ts';
import { say } from '../testing/a-placement.ts';
import { PipelineDriver } from '../testing/pipeline-driver.ts';
import type { DriverOptions } from '../testing/pipeline-driver.ts';

const orgId = 'A';
/** Credit 20,000 EUR, and one own lot beside what other sites sell. */
function begin(options: DriverOptions = {}) {
  const driver = new PipelineDriver({ relaysLetters: true, ...options });
  driver.advanceTo(opensAt - 1000);
  new LotDesk(driver, 'L1').offer();
  driver.advanceTo(opensAt);
  const desk = new LimitedDesk(driver, orgId);
  desk.limit(20_000);
  let count = 0;
  const append = (command: Command, lotId: string, isLimited: boolean): void => {
    count += 1;
    const said = placementCommand({ ...command, commandId: `p${count}`, orgId, lotId });
    const { topic, key, record } = placementRoute(said, isLimited);
    const { codecs } = driver;
    const value =
      'lotId' in record
        ? codecs.of(topics.placementsCommands).encode(record)
        : codecs.of(topics.limitsCommands).encode(record);
    driver.appendBytes(topic, key, value);
    driver.run();
  };
  return {
    ...{ driver, desk },
    order: (lotId: string, amount: number, orderId: string, currency = 'EUR') =>
      append(say.order(0, { orderId, currency, maxMinor: amount * 100 }), lotId, true),
    site: (lotId: string, ...facts: Command[]) => {
      for (const fact of facts) append(fact, lotId, false);
    },
    placement: (lotId: string) => driver.last(topics.placements).get(`${orgId}/${lotId}`)?.entry,
    exposure: () => (driver.last(topics.limits).get(orgId)?.entry?.exposureMinor ?? 0) / 100,
  };
}

const leads = (max: number) => [
  say.claim(10),
  say.answer(20, 'PLACED'),
  say.read(30, 'FOUND', { maxMinor: max * 100 }),
];

it('own and external lots share one credit; refused orders are noted and never sent', () => {
  const { desk, order, site, placement, exposure } = begin();
  expect(desk.bid('L1', 12_000)).toBe('LEADING');
  order('E1', 9000, 'o1');
  expect(placement('E1')).toMatchObject({ state: 'REJECTED', code: 'LIMIT' });
  order('E1', 8000, 'o2');
  expect(placement('E1')).toMatchObject({ state: 'REQUESTED', code: null });
  expect(exposure()).toBe(20_000);
  expect(desk.bid('L1', 12_500)).toBe('LIMIT');
  site('E1', say.claim(10, 'r1', 1, 'o2'), say.answer(20, 'REFUSED', 'TOO_LOW', { orderId: 'o2' }));
  expect(exposure()).toBe(12_000);
  expect(desk.bid('L1', 12_500)).toBe('LEADING');
});

it('outbid there frees, leading again binds, won binds to the price until it is settled', () => {
  const { desk, order, site, exposure } = begin();
  order('E1', 15_000, 'o1');
  site('E1', ...leads(15_000));
  expect(exposure()).toBe(15_000);
  site('E1', say.read(40, 'FOUND', { maxMinor: 1_500_000, isHighBidder: false }));
  expect(exposure()).toBe(0);
  site('E1', say.read(50, 'FOUND', { maxMinor: 1_500_000 }));
  expect(exposure()).toBe(15_000);
  const end = { maxMinor: 1_500_000, isEnded: true, priceMinor: 1_100_000 };
  site('E1', say.read(endsAt, 'FOUND', end));
  expect(exposure()).toBe(11_000);
  desk.send(limitCommand({ kind: 'SETTLED', orgId, settled: { lotId: 'E1' } }));
  expect(exposure()).toBe(0);
});

it('a repeated order binds once and frees once, whatever the limit says by then', () => {
  const { desk, order, site, placement, exposure } = begin();
  order('E1', 15_000, 'o1');
  site('E1', ...leads(15_000), say.read(40, 'FOUND', { maxMinor: 1_500_000, isHighBidder: false }));
  order('E1', 15_000, 'o1');
  expect(exposure()).toBe(0);
  expect(placement('E1')?.state).toBe('OUTBID');
  desk.limit(1000);
  order('E1', 15_000, 'o1');
  expect(placement('E1')).toMatchObject({ state: 'OUTBID', refused: null });
  expect(exposure()).toBe(0);
});

it('each currency has a credit of its own; without one nothing is granted', () => {
  const { driver, desk, order, placement } = begin();
  const exposures = () => driver.last(topics.limits).get(orgId)?.entry?.exposures;
  desk.limit(20_000, null, { USD: 5000 });
  expect(desk.bid('L1', 20_000)).toBe('LEADING');
  order('E1', 5000, 'o1', 'USD');
  expect(placement('E1')?.state).toBe('REQUESTED');
  order('E2', 1, 'o2', 'USD');
  order('E3', 1, 'o3', 'GBP');
  for (const lotId of ['E2', 'E3']) expect(placement(lotId)?.code).toBe('LIMIT');
  expect(exposures()).toEqual([
    { currency: 'EUR', exposureMinor: 2_000_000 },
    { currency: 'USD', exposureMinor: 500_000 },
  ]);
  desk.limit(20_000, null, { USD: 6000 });
  order('E2', 1000, 'o4', 'USD');
  expect(placement('E2')?.state).toBe('REQUESTED');
});

it('a report binds although nobody asked first', () => {
  const { desk, site, exposure } = begin();
  site('E1', say.order(0, { currency: 'EUR' }, 'ASSIST'), say.report(5, 2_500_000));
  expect(exposure()).toBe(25_000);
  expect(desk.bid('L1', 500)).toBe('LIMIT');
  site('E1', say.result(9, 'LOST'));
  expect(exposure()).toBe(0);
});

const fates = ['DIE_BEFORE', 'DIE_AFTER_PLAIN', 'COMMIT_AND_DIE'] as const;
const deaths = fates.flatMap((fate) => [2, 3, 5].map((every) => [fate, every] as const));
it.each(deaths)('%s every %s commits: reserved and sent once', (death, every) => {
  let step = 0;
  const fate = () => {
    step += 1;
    return step % every === 0 ? death : ('COMMIT' as const);
  };
  const { driver, order, site, placement, exposure } = begin({ fate, recordsPerCommit: 1 });
  order('E1', 12_000, 'o1');
  order('E2', 9000, 'o2');
  site('E1', ...leads(12_000));
  order('E2', 8000, 'o3');
  expect(placement('E1')).toMatchObject({ state: 'LEADING', attempt: 1 });
  expect(placement('E2')).toMatchObject({ state: 'REQUESTED', order: { orderId: 'o3' } });
  expect(exposure()).toBe(20_000);
  const dead = [...driver.records('limits.commands.dead')];
  expect(dead).toEqual([]);
});

it('an order of another organisation, or without its body, is put aside', () => {
  const { driver } = begin();
  const codec = driver.codecs.of(topics.limitsCommands);
  const order = placementCommand({ commandId: 'x', orgId: 'B', lotId: 'E', at: 0, kind: 'ORDER' });
  const value = codec.encode(limitCommand({ kind: 'ORDER', orgId, order }));
  driver.appendBytes(topics.limitsCommands, orgId, value);
  driver.run();
  expect(driver.records('limits.commands.dead')).toHaveLength(1);
});
