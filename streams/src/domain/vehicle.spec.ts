import fc from 'fast-check';
import { linked, unlinked } from './vehicle.ts';
import type { Vehicle, VehicleFacts, VehicleListing } from './vehicle.ts';

const noFacts: VehicleFacts = {
  vin: 'VIN',
  year: null,
  make: null,
  model: null,
  trim: null,
  body: null,
  color: null,
  odometer: null,
  odometerUnit: 'MI',
  observedAt: 1,
  titleState: null,
  titleCode: null,
};

const says = (name: string, facts: Partial<VehicleFacts>, listingVersion = 1): VehicleListing => {
  const [site = '', siteListingId = ''] = name.split('/');
  return {
    site,
    siteListingId,
    lotId: `L${siteListingId}`,
    listingVersion,
    facts: { ...noFacts, ...facts },
  };
};

function after(...listings: readonly VehicleListing[]): Vehicle | undefined {
  return listings.reduce<Vehicle | undefined>(
    (vehicle, listing) => linked(vehicle, 'VIN', listing) ?? vehicle,
    undefined,
  );
}

/** Conflicting fields with the values said, in the order of the listings. */
const conflictsOf = (vehicle: Vehicle | undefined) =>
  vehicle?.conflicts.map(({ field, statements }) =>
    [
      field,
      ...statements.map(({ value, site, siteListingId }) => `${site}/${siteListingId}: ${value}`),
    ].join(' | '),
  );

it.each<[what: string, listings: VehicleListing[], version: number, conflicts: string[]]>([
  ['one listing', [says('copart/1', { color: 'BLUE' })], 1, []],
  [
    'two sites that agree',
    [says('copart/1', { color: 'BLUE' }), says('iaa/9', { color: 'BLUE' })],
    2,
    [],
  ],
  [
    'another colour: both kept with their source',
    [says('iaa/9', { color: 'RED' }), says('copart/1', { color: 'BLUE' })],
    2,
    ['color | copart/1: BLUE | iaa/9: RED'],
  ],
  [
    'the case of the body is no conflict',
    [says('copart/1', { body: 'Sedan' }), says('iaa/9', { body: 'SEDAN' })],
    2,
    [],
  ],
  [
    'unknown contradicts nothing',
    [says('copart/1', { trim: null }), says('iaa/9', { trim: 'LE' })],
    2,
    [],
  ],
  [
    'an odometer that rises is no conflict',
    [
      says('copart/1', { odometer: 100, observedAt: 1 }),
      says('iaa/9', { odometer: 200, observedAt: 2 }),
    ],
    2,
    [],
  ],
  [
    'an odometer that falls is one',
    [
      says('copart/1', { odometer: 200, observedAt: 1 }),
      says('iaa/9', { odometer: 100, observedAt: 2 }),
    ],
    2,
    ['odometer | copart/1: 200 MI | iaa/9: 100 MI'],
  ],
  [
    'miles and unknown units are not compared',
    [
      says('copart/1', { odometer: 200, observedAt: 1 }),
      says('iaa/9', { odometer: 100, odometerUnit: null, observedAt: 2 }),
    ],
    2,
    [],
  ],
  [
    'titles of two states',
    [says('copart/1', { titleState: 'TX', titleCode: 'SC' }), says('iaa/9', { titleState: 'FL' })],
    2,
    ['title | copart/1: TX SC | iaa/9: FL'],
  ],
  [
    'two types of title by the word of one site',
    [says('copart/1', { titleCode: 'SC' }), says('copart/2', { titleCode: 'CT' })],
    2,
    ['title | copart/1: SC | copart/2: CT'],
  ],
  [
    'type codes of two sites are not compared',
    [
      says('copart/1', { titleState: 'TX', titleCode: 'SC' }),
      says('iaa/9', { titleState: 'tx', titleCode: 'SALVAGE' }),
    ],
    2,
    [],
  ],
  [
    'the same listing again replaces what it said',
    [says('copart/1', { color: 'BLUE' }, 1), says('copart/1', { color: 'RED' }, 2)],
    2,
    [],
  ],
  [
    'an older version of a listing changes nothing',
    [says('copart/1', { color: 'BLUE' }, 2), says('copart/1', { color: 'RED' }, 1)],
    1,
    [],
  ],
])('%s', (_what, listings, version, conflicts) => {
  const vehicle = after(...listings);
  expect(vehicle?.version).toBe(version);
  expect(conflictsOf(vehicle)).toEqual(conflicts);
});

it('says of each fact what was said last', () => {
  const vehicle = after(
    says('iaa/9', { year: 2019, model: 'CAMRY', observedAt: 5 }),
    says('copart/1', { year: 2018, trim: 'LE', observedAt: 3 }),
  );
  expect(vehicle).toMatchObject({ year: 2019, model: 'CAMRY', trim: 'LE', make: null });
});

describe('untying', () => {
  const both = after(says('copart/1', { color: 'BLUE' }, 3), says('iaa/9', { color: 'RED' }, 1));
  const name = { site: 'copart', siteListingId: '1' };

  it('leaves the others, and ends their conflict with it', () => {
    expect(unlinked(both, { ...name, listingVersion: 4 })).toMatchObject({
      version: 3,
      listings: [{ site: 'iaa' }],
      conflicts: [],
    });
  });

  it('keeps a vehicle without listings, so that its version goes on rising', () => {
    const one = after(says('copart/1', {}));
    const empty = unlinked(one, { ...name, listingVersion: 2 });
    expect(empty).toMatchObject({ vehicleId: 'VIN', version: 2, vin: null, listings: [] });
    expect(linked(empty, 'VIN', says('copart/1', {}, 5))?.version).toBe(3);
  });

  it.each<[what: string, vehicle: Vehicle | undefined, listingVersion: number]>([
    ['nothing known', undefined, 9],
    ['tied by a newer statement', both, 3],
    ['not tied', after(says('iaa/9', {})), 9],
  ])('changes nothing: %s', (_what, vehicle, listingVersion) => {
    expect(unlinked(vehicle, { ...name, listingVersion })).toBeUndefined();
  });
});

it('does not depend on the order in which listings arrive', () => {
  const listing = fc
    .record({
      name: fc.constantFrom('copart/1', 'copart/2', 'iaa/1'),
      color: fc.constantFrom(null, 'RED', 'BLUE'),
      odometer: fc.constantFrom(null, 10, 20),
      observedAt: fc.integer({ min: 1, max: 3 }),
    })
    .map(({ name, ...facts }) => says(name, facts));
  const distinct = fc.uniqueArray(listing, {
    selector: ({ site, siteListingId }) => site + siteListingId,
  });
  fc.assert(
    fc.property(distinct, fc.func(fc.integer()), (listings, weight) => {
      const shuffled = [...listings].sort((one, other) => weight(one.lotId) - weight(other.lotId));
      expect(after(...shuffled)).toEqual(after(...listings));
    }),
  );
});
