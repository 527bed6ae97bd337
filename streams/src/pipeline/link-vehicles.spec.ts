import { deadTopic, topics } from '@auction/avro/topics';
import { aVin, lot, publish } from '../testing/builders.ts';
import type { SnapshotGiven } from '../testing/builders.ts';
import { PipelineDriver } from '../testing/pipeline-driver.ts';

const vin = aVin('4T1B11HK', 'KU123456');
const otherVin = aVin('4T1B11HK', 'KU654321');

/** Last state of every vehicle: id, version, then its listings. */
function vehicles(...snapshots: readonly SnapshotGiven[]): string[] {
  const driver = new PipelineDriver();
  publish(driver, ...snapshots);
  return [...driver.last(topics.vehicles).values()]
    .map(({ vehicleId, version, listings }) =>
      [vehicleId, `v${version}`, ...listings.map(({ siteListingId }) => siteListingId)].join(' '),
    )
    .sort();
}

it.each<[what: string, snapshots: SnapshotGiven[], expected: string[]]>([
  [
    'same VIN, another lot: one vehicle, two listings',
    [{ sequence: 1, rows: [lot('41', { vin }), lot('42', { vin })] }],
    [`${vin} v2 41 42`],
  ],
  [
    'no usable VIN: nothing is merged',
    [
      {
        sequence: 1,
        rows: [
          lot('41', { vin: '' }),
          lot('42', { vin: '123456789' }),
          lot('43', { vin: '123456789' }),
          lot('44', { vin: '5N1DL0MM5KC******' }),
          lot('45', { vin: '5N1DL0MM5KC******' }),
        ],
      },
    ],
    ['copart/41 v1 41', 'copart/42 v1 42', 'copart/43 v1 43', 'copart/44 v1 44', 'copart/45 v1 45'],
  ],
  [
    'a North American VIN that fails its check digit merges with nothing',
    [
      {
        sequence: 1,
        rows: [lot('41', { vin: '1M8GDM9AXKP042789' }), lot('42', { vin: '1M8GDM9AXKP042789' })],
      },
    ],
    ['copart/41 v1 41', 'copart/42 v1 42'],
  ],
  [
    'a corrected VIN moves the link; the old vehicle stays with what is left',
    [
      { sequence: 1, rows: [lot('41', { vin }), lot('42', { vin })] },
      { sequence: 2, rows: [lot('41', { vin }), lot('42', { vin: otherVin })] },
    ],
    [`${vin} v3 41`, `${otherVin} v1 42`].sort(),
  ],
  [
    'a VIN that was missing at first',
    [
      { sequence: 1, rows: [lot('41', { vin: '' })] },
      { sequence: 2, rows: [lot('41', { vin })] },
    ],
    [`${vin} v1 41`, 'copart/41 v2'],
  ],
  [
    'a corrected VIN merges two vehicles',
    [
      { sequence: 1, rows: [lot('41', { vin }), lot('42', { vin: otherVin })] },
      { sequence: 2, rows: [lot('41', { vin }), lot('42', { vin })] },
    ],
    [`${vin} v2 41 42`, `${otherVin} v2`].sort(),
  ],
  [
    'there and back again',
    [
      { sequence: 1, rows: [lot('41', { vin })] },
      { sequence: 2, rows: [lot('41', { vin: otherVin })] },
      { sequence: 3, rows: [lot('41', { vin })] },
    ],
    [`${vin} v3 41`, `${otherVin} v2`].sort(),
  ],
  [
    'a bid says nothing about the vehicle',
    [
      { sequence: 1, rows: [lot('41', { vin })] },
      { sequence: 2, rows: [lot('41', { vin, highBid: '900.0' })] },
    ],
    [`${vin} v1 41`],
  ],
  [
    'a gone listing stays part of the history of its vehicle',
    [
      { sequence: 1, rows: [lot('41', { vin })] },
      { sequence: 2, rows: [] },
      { sequence: 3, rows: [] },
    ],
    [`${vin} v1 41`],
  ],
])('%s', (_what, snapshots, expected) => {
  expect(vehicles(...snapshots)).toEqual(expected);
});

it('keeps contradicting facts with source and time', () => {
  const driver = new PipelineDriver();
  publish(driver, {
    sequence: 1,
    rows: [
      lot('41', { vin, color: 'BLUE' }),
      lot('42', { vin, color: 'RED', odometer: '60000.0' }),
    ],
  });
  const { conflicts = [], listings = [] } = driver.last(topics.vehicles).get(vin) ?? {};
  expect(listings.map(({ facts }) => facts.color)).toEqual(['BLUE', 'RED']);
  expect(conflicts.map(({ field }) => field)).toContain('color');
});

it('sets a command aside that it cannot read', () => {
  const driver = new PipelineDriver();
  driver.appendBytes(topics.vehiclesCommands, vin, Buffer.from('nonsense'));
  driver.run();
  const dead = driver.records(deadTopic(topics.vehiclesCommands, 'link-vehicles'));
  expect(dead.map(({ headers }) => headers['x-reason'])).toEqual([
    'NOT_CONFLUENT: no Confluent header',
  ]);
});
