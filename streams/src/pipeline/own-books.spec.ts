/** Books kept decoded between commits, and written once for each, must show in nothing that is written. */
import { lotCommand } from '@auction/avro/lot-command';
import type { LotCommand } from '@auction/avro/records';
import { topics } from '@auction/avro/topics';
import { aSummary } from '../testing/a-lot.ts';
import {
  aBid,
  endsAt,
  opensAt,
  sellerOrg,
  someSender,
  someTerms,
} from '../testing/auction/an-own-lot.ts';
import { Dice } from '../testing/auction/random-bids.ts';
import { PipelineDriver } from '../testing/pipeline-driver.ts';
import type { DriverOptions } from '../testing/pipeline-driver.ts';

const policy = { allowLower: true, softClose: null };

function someCommand(dice: Dice, lotId: string, number: number): LotCommand {
  // Ids whose order is not that of their coming.
  const orgId = dice.oneOf(['delta', 'alpha', 'charlie', 'bravo']);
  const sender = someSender({ orgId, clientId: `${orgId}${dice.below(2)}`, clientSeq: number });
  const from = { commandId: `c${number}`, lotId, sender };
  switch (dice.below(12)) {
    case 0: {
      const retractBid = { targetOrg: orgId, reasonCode: null };
      return lotCommand({
        ...from,
        kind: 'RETRACT_BID',
        retractBid,
        sender: { ...sender, isAdmin: true },
      });
    }
    case 1:
      return lotCommand({ ...from, kind: 'BUY_NOW', buyNow: { amountMinor: 1 } });
    default: {
      const amountMinor = 50_000 + 1000 * (number + dice.below(40));
      const kind = dice.oneOf<'FLAT' | 'PROXY'>(['FLAT', 'PROXY']);
      return lotCommand({ ...from, kind: 'PLACE_BID', placeBid: aBid({ amountMinor, kind }) });
    }
  }
}

/** Two lots from draft to end; every fifth command comes twice. */
function someCommands(seed: number): LotCommand[] {
  const dice = new Dice(seed);
  const begun = ['L1', 'L2'].flatMap((lotId) => {
    const sender = someSender({ orgId: sellerOrg, receivedAt: opensAt - 1000 });
    const terms = someTerms({ policy, reserveMinor: dice.oneOf([null, 90_000, 900_000]) });
    const createLot = { terms, summary: aSummary() };
    return [
      lotCommand({ commandId: 'create', kind: 'CREATE_LOT', lotId, sender, createLot }),
      lotCommand({
        ...{ commandId: 'publish', kind: 'PUBLISH_LOT', lotId },
        sender: { ...sender, clientSeq: 2 },
      }),
    ];
  });
  const bids = Array.from({ length: 120 }, (_, index) =>
    someCommand(dice, dice.oneOf(['L1', 'L2']), index + 1),
  );
  return [...begun, ...bids.flatMap((bid, index) => (index % 5 === 0 ? [bid, bid] : [bid]))];
}

function played(seed: number, options: DriverOptions): PipelineDriver {
  const driver = new PipelineDriver(options);
  driver.advanceTo(opensAt);
  for (const command of someCommands(seed)) {
    driver.append(topics.lotsCommands, command.lotId, command);
  }
  driver.advanceTo(endsAt + 500);
  return driver;
}

const lastOf = (driver: PipelineDriver, topic: Parameters<PipelineDriver['history']>[0]) =>
  [...driver.history(topic)]
    .filter(([key]) => !key.startsWith('@'))
    .map(([key, values]) => [key, values.at(-1)])
    .sort();

it.each([1, 2, 3, 4, 5, 6, 7, 8])('kept or read anew: the same bytes (seed %i)', (seed) => {
  const kept = played(seed, {});
  const readAnew = played(seed, { recordsPerCommit: 1, fate: () => 'COMMIT_AND_DIE' });
  const inPieces = played(seed, { recordsPerCommit: 7 });
  for (const other of [readAnew, inPieces]) {
    for (const topic of [topics.lotsEvents, topics.lotsOutcomes]) {
      expect(kept.history(topic)).toEqual(other.history(topic));
    }
    for (const topic of [topics.lotsBook, topics.lots]) {
      expect(lastOf(kept, topic)).toEqual(lastOf(other, topic));
    }
  }
  expect([...kept.last(topics.lots).values()].every(({ status }) => status !== 'OPEN')).toBe(true);
});

it('a lot is written once a transaction, however many bids it took', () => {
  const driver = played(1, {});
  const written = driver.records(topics.lotsBook).filter(({ key }) => !key.startsWith('@'));
  // The commands, the openings and the closings.
  expect(written.length).toBeLessThanOrEqual(6);
  expect(driver.values(topics.lotsEvents).length).toBeGreaterThan(40);
});
