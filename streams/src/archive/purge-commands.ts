/** Commands by which the archiver asks the owners of the topics to let archived lots go, or come back. */
import { lotCommand } from '@auction/avro/lot-command';
import { topics } from '@auction/avro/topics';
import type { Producer } from '../runtime/log.ts';
import type { Codecs } from '../runtime/registry.ts';
import { numberIn, textIn } from './archived-lot.ts';
import type { ArchivedLot } from './archived-lot.ts';
import type { Manifest } from './manifest.ts';
import { lotOf } from './restored-lot.ts';

/** @returns a function that writes one `PurgeLot` per lot and resolves when all are in the log */
export function purgeCommands(producer: Producer, codecs: Codecs) {
  const codec = codecs.of(topics.lotsCommands);
  return async (lots: readonly ArchivedLot[], manifest: Manifest): Promise<void> => {
    const { month, sha256: checksum } = manifest;
    const records = lots.map((lot) => {
      const lotId = textIn(lot, 'lot_id');
      const version = numberIn(lot, 'version') ?? 0;
      const purgeLot = { month, version, checksum };
      const commandId = `purge/${lotId}/${version}`;
      const command = lotCommand({ commandId, kind: 'PURGE_LOT', lotId, purgeLot });
      return { topic: topics.lotsCommands.name, key: lotId, value: codec.encode(command) };
    });
    await producer.send(records);
    await producer.flush();
  };
}

/** @returns a function that writes one `RestoreLot` per lot and resolves when all are in the log */
export function restoreCommands(producer: Producer, codecs: Codecs) {
  const codec = codecs.of(topics.lotsCommands);
  const rows = codecs.of(topics.lots);
  return async (lots: readonly ArchivedLot[], month: string): Promise<void> => {
    const records = lots.map(lotOf).map((row) => {
      const { lotId, version } = row;
      const restoreLot = { month, version, lot: rows.encode(row) };
      const commandId = `restore/${lotId}/${version}`;
      const command = lotCommand({ commandId, kind: 'RESTORE_LOT', lotId, restoreLot });
      return { topic: topics.lotsCommands.name, key: lotId, value: codec.encode(command) };
    });
    await producer.send(records);
    await producer.flush();
  };
}
