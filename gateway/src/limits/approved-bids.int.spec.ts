/** Limits and approved bids that a gateway could not send: the next one does, and once is enough. */
import { topics } from '@auction/avro/topics';
import { withBackends } from '@auction/streams/testing/backends';
import { openAccountBench } from '../testing/account-bench.ts';
import type { AccountBench } from '../testing/account-bench.ts';
import { aDesk } from '../testing/a-desk.ts';
import { StoreAway } from '../stores.ts';
import { resendApproved } from './approved-bids.ts';
import { limitsSender } from './limit-routes.ts';
import { relayLimits, setLimits } from './limit-store.ts';

withBackends(import.meta.filename, ['postgres'], ({ postgresUrl, name }) => {
  let bench: AccountBench;
  let home: string;
  beforeAll(async () => {
    bench = await openAccountBench(postgresUrl, name);
    home = await bench.organisation('Home');
  });
  afterAll(() => bench.close());

  async function read(
    { log, codecs }: ReturnType<typeof aDesk>,
    topicName: 'lotsCommands' | 'limitsCommands',
  ) {
    const topic = topics[topicName];
    const codec = codecs.of<'LotCommand' | 'LimitCommand'>(topic);
    const found: object[] = [];
    for (let partition = 0; partition < topic.partitions; partition += 1) {
      await log.readToEnd(topic.name, partition, undefined, ({ records }) => {
        for (const { value } of records) {
          const decoded = codec.decode(value);
          if (decoded.ok) found.push(decoded.value);
        }
      });
    }
    return found;
  }

  const world = (desk: ReturnType<typeof aDesk>) => {
    const sendOrder = async () => undefined;
    return { desk: desk.desk, postgres: bench.postgres, sendOrder, now: bench.now };
  };
  const outcomeOf = async (commandId: string) =>
    (
      await bench.owner.query<{ outcome: string | null; reason: string | null; sent_as: string }>(
        'SELECT outcome, reason, sent_as FROM bid_approval WHERE command_id = $1',
        [commandId],
      )
    ).rows[0];

  test('an approved bid nobody answered is sent again under its key, until its letter is there', async () => {
    const desk = aDesk();
    await bench.owner.query(
      `INSERT INTO bid_approval (command_id, organisation_id, lot_id, user_id, client_id, client_seq, kind,
         amount_minor, currency, asked_at, is_parked, state, decided_by, decided_at, sent_as)
       VALUES ('c1', $1, 'lot', 'bob', 'tab', 7, 'PROXY', 900, 'EUR', $2, true, 'APPROVED', 'ann', $2, 's0')`,
      [home, bench.nowMs],
    );
    await resendApproved(world(desk));
    expect(await read(desk, 'lotsCommands')).toEqual([]);
    bench.nowMs += 11_000;
    await resendApproved(world(desk));
    await resendApproved(world(desk));
    const sent = await read(desk, 'lotsCommands');
    const sender = {
      clientId: 'approval/c1',
      clientSeq: 1,
      orgId: home,
      userId: 'bob',
      receivedAt: expect.any(Number),
      refused: null,
    };
    const bid = { sender, placeBid: { amountMinor: 900, confirmMinor: 900 } };
    expect(sent).toMatchObject([bid, bid]);
    await bench.owner.query(
      `INSERT INTO letter (to_org, lot_id, number, command_id, at, result, position)
       SELECT organisation_id, lot_id, 1, sent_as, 0, 'ACCEPTED', 'LEADING' FROM bid_approval`,
    );
    await resendApproved(world(desk));
    await resendApproved(world(desk));
    expect(await read(desk, 'lotsCommands')).toHaveLength(2);
    expect(await outcomeOf('c1')).toMatchObject({ outcome: 'ACCEPTED', reason: null });
  });

  test('limits the limiter could not be told wait, and are told once by two gateways', async () => {
    const limits = { credit: 100, currency: 'EUR', lotsLedMax: null, further: [] };
    await bench.postgres.transaction('platform', (tx) => setLimits(tx, home, limits, 0));
    const away = () => Promise.reject(new StoreAway('Kafka', 'away'));
    await expect(relayLimits(bench.postgres, away)).rejects.toThrow(StoreAway);
    const desk = aDesk();
    const relay = () => relayLimits(bench.postgres, limitsSender(desk.desk));
    await Promise.all([relay(), relay(), relay()]);
    expect(await relay()).toBe(false);
    await bench.postgres.transaction('platform', (tx) => setLimits(tx, home, limits, 0));
    expect(await relay()).toBe(true);
    const told = { kind: 'SET_LIMITS', orgId: home };
    expect(await read(desk, 'limitsCommands')).toMatchObject([
      {
        ...told,
        limits: { version: 1, creditMinor: 100, currency: 'EUR', lotsLedMax: null, further: [] },
      },
      { ...told, limits: { version: 2 } },
    ]);
  });

  test('bids of long ago are removed', async () => {
    bench.nowMs += 31 * 86_400_000;
    await resendApproved(world(aDesk()));
    expect(await outcomeOf('c1')).toBeUndefined();
  });
});
