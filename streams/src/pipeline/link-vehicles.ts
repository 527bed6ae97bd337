/** vehicles.commands -> vehicles: one vehicle with its listings across sites and re-runs. */
import type { Codec } from '@auction/avro/codec';
import type { Vehicle, VehicleCommand } from '@auction/avro/records';
import { topics } from '@auction/avro/topics';
import { linked, unlinked } from '../domain/vehicle.ts';
import type { LogRecord } from '../runtime/log.ts';
import type { Output, Processor, Task } from '../runtime/processor.ts';
import type { Codecs } from '../runtime/registry.ts';
import { StoredValues } from './stored-values.ts';
import { positionsIn } from './positions.ts';

export function linkVehicles(codecs: Codecs): Processor {
  return {
    name: 'link-vehicles',
    inputs: [topics.vehiclesCommands],
    state: topics.vehiclesState,
    outputs: [topics.vehicles],
    plainOutputs: [],
    stateVersion: 1,
    ...positionsIn(codecs.of(topics.vehiclesState)),
    createTask: () => new LinkTask(codecs),
  };
}

class LinkTask implements Task {
  readonly #commandCodec: Codec<'VehicleCommand'>;
  readonly #vehicleCodec: Codec<'Vehicle'>;
  readonly #stored: StoredValues<'VehicleState'>;

  constructor(codecs: Codecs) {
    this.#commandCodec = codecs.of(topics.vehiclesCommands);
    this.#vehicleCodec = codecs.of(topics.vehicles);
    this.#stored = new StoredValues(topics.vehiclesState, codecs);
  }

  restore(key: string, value: Buffer | null): void {
    this.#stored.restore(key, value);
  }

  resume(): Readonly<Record<string, number>> {
    return {};
  }

  /** Nothing lives in memory alone. */
  replay(): void {
    return;
  }

  memo(): null {
    return null;
  }

  stats(): Readonly<Record<string, number>> {
    return { vehicles: this.#stored.size };
  }

  process(record: LogRecord, output: Output): void {
    const decoded = this.#commandCodec.decode(record.value);
    if (!decoded.ok) {
      output.dead(record, `${decoded.reason}: ${decoded.detail}`);
    } else if (decoded.value.vehicleId !== record.key) {
      output.dead(record, `WRONG_KEY: the command says ${decoded.value.vehicleId}`);
    } else {
      this.#apply(decoded.value, record, output);
    }
  }

  #apply(command: VehicleCommand, record: LogRecord, output: Output): void {
    const { kind, vehicleId, site, siteListingId, lotId, listingVersion, facts } = command;
    const listing = { site, siteListingId, lotId, listingVersion };
    const known = this.#stored.get(vehicleId)?.entry ?? undefined;
    if (kind === 'UNLINK_LISTING') {
      this.#write(unlinked(known, listing), output);
    } else if (kind === 'LINK_LISTING' && facts !== null) {
      this.#write(linked(known, vehicleId, { ...listing, facts }), output);
    } else {
      output.dead(record, 'UNKNOWN_KIND: written by a newer program');
    }
  }

  #write(vehicle: Vehicle | undefined, output: Output): void {
    if (vehicle === undefined) return; // an older statement
    output.send(topics.vehicles, vehicle.vehicleId, this.#vehicleCodec.encode(vehicle));
    this.#stored.put(vehicle.vehicleId, { position: null, entry: vehicle }, output);
  }
}
