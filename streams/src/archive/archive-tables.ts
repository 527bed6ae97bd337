/** The archive in Cassandra: by part for checks, by id, VIN and model for people. */
import type { Client } from 'cassandra-driver';
import { numberIn, textIn } from './archived-lot.ts';
import type { ArchivedLot } from './archived-lot.ts';
import type { Manifest } from './manifest.ts';
import type { Part } from './part-places.ts';
import { patiently, PatientWrites } from './patient-requests.ts';
import type { RowWrite } from '../sinks/rows-by-node.ts';

const pageSize = 1_000;
/** Questions on their way at once. */
const atOnce = 64;
/** Lots whose rows are packed together. */
const lotsPacked = 500;

const inserts = {
  part: `INSERT INTO archived_lot_by_part (month, part, lot_id, version, lot)
         VALUES (?, ?, ?, ?, ?)`,
  id: `INSERT INTO archived_lot (lot_id, version, month, part, checksum)
       VALUES (?, ?, ?, ?, ?)`,
  vin: `INSERT INTO archived_lot_by_vin (vin, ended_at, lot_id, version, lot)
        VALUES (?, ?, ?, ?, ?)`,
  model: `INSERT INTO archived_lot_by_model (make, model, year, ended_at, lot_id, version, lot)
          VALUES (?, ?, ?, ?, ?, ?, ?)`,
};

export const endedAt = (lot: ArchivedLot): number =>
  numberIn(lot, 'ends_at') ?? numberIn(lot, 'observed_at') ?? 0;

/**
 * The word a model is filed under: sites print trims and engines behind it, each in its own way.
 * The gateway asks by the same rule.
 */
export const modelKey = (model: string): string =>
  model.trim().split(/\s+/)[0]?.toUpperCase() ?? '';

/** Where a lot stands in the archive: under its part, its id, its VIN and its model. */
function rowsOf({ month, part }: Part, sha256: string, lot: ArchivedLot): RowWrite[] {
  const lotId = textIn(lot, 'lot_id');
  const version = numberIn(lot, 'version') ?? 0;
  const json = JSON.stringify(lot);
  const at = endedAt(lot);
  const rows: RowWrite[] = [
    {
      partition: [month, part],
      query: inserts.part,
      params: [month, part, lotId, version, json],
    },
    { partition: [lotId], query: inserts.id, params: [lotId, version, month, part, sha256] },
  ];
  const vin = textIn(lot, 'vin');
  if (vin !== '') {
    const params = [vin, at, lotId, version, json];
    rows.push({ partition: [vin], query: inserts.vin, params });
  }
  const make = textIn(lot, 'make').toUpperCase();
  if (make !== '') {
    const key = [make, modelKey(textIn(lot, 'model')), new Date(at).getUTCFullYear()];
    const params = [...key, at, lotId, version, json];
    rows.push({ partition: key, query: inserts.model, params });
  }
  return rows;
}

export class ArchiveTables {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Writes the lots of a part; again, they are the same rows. */
  async write(part: Part, manifest: Manifest, lots: AsyncIterable<ArchivedLot>): Promise<void> {
    const writes = new PatientWrites(this.#client);
    let rows: RowWrite[] = [];
    let lotCount = 0;
    for await (const lot of lots) {
      rows.push(...rowsOf(part, manifest.sha256, lot));
      lotCount += 1;
      if (lotCount % lotsPacked > 0) continue;
      await writes.add(rows);
      rows = [];
    }
    await writes.add(rows);
    await writes.done();
  }

  /** Of these lots those whose end is the last one archived under their id. */
  async lastEnds(lots: readonly ArchivedLot[]): Promise<ArchivedLot[]> {
    const last: ArchivedLot[] = [];
    for (let from = 0; from < lots.length; from += atOnce) {
      const some = lots.slice(from, from + atOnce);
      const versions = await Promise.all(some.map((lot) => this.#lastVersion(lot)));
      last.push(...some.filter((lot, at) => numberIn(lot, 'version') === versions[at]));
    }
    return last;
  }

  async #lastVersion(lot: ArchivedLot): Promise<number> {
    const { rows } = await this.#client.execute(
      'SELECT version FROM archived_lot WHERE lot_id = ? LIMIT 1',
      [textIn(lot, 'lot_id')],
      { prepare: true },
    );
    return Number(rows[0]?.get('version') ?? 0);
  }

  /** The lots of a part in the order of their ids. */
  async *read({ month, part }: Part): AsyncGenerator<ArchivedLot> {
    for (let pageState: string | undefined; ;) {
      const from = pageState === undefined ? {} : { pageState };
      const page = await patiently(() =>
        this.#client.execute(
          'SELECT lot FROM archived_lot_by_part WHERE month = ? AND part = ?',
          [month, part],
          { prepare: true, fetchSize: pageSize, ...from },
        ),
      );
      for (const row of page.rows) yield JSON.parse(String(row.get('lot'))) as ArchivedLot;
      // The driver says null after the last page, its types say string.
      if (!page.pageState) return;
      pageState = page.pageState;
    }
  }
}
