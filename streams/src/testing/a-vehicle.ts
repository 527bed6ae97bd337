import type { Vehicle, VehicleFacts, VehicleListing } from '@auction/avro/records';

export const someFacts = (given: Partial<VehicleFacts> = {}): VehicleFacts => ({
  vin: '1FTEW1EP5KFA00001',
  year: 2019,
  make: 'FORD',
  model: 'F-150',
  trim: 'XLT',
  body: 'CREW PICKUP',
  color: 'WHITE',
  odometer: 81_204,
  odometerUnit: 'MI',
  observedAt: 1_789_000_000_000,
  titleState: null,
  titleCode: null,
  ...given,
});

const aVehicleListing = (given: Partial<VehicleListing> = {}): VehicleListing => ({
  site: 'copart',
  siteListingId: '55555555',
  lotId: 'aaaabbbbccccddddeeee',
  listingVersion: 1,
  facts: someFacts(),
  ...given,
});

/** A vehicle with one listing and no conflict. */
export const aVehicle = (given: Partial<Vehicle> = {}): Vehicle => ({
  vehicleId: '1FTEW1EP5KFA00001',
  version: 1,
  vin: '1FTEW1EP5KFA00001',
  year: 2019,
  make: 'FORD',
  model: 'F-150',
  trim: 'XLT',
  listings: [aVehicleListing()],
  conflicts: [],
  ...given,
});
