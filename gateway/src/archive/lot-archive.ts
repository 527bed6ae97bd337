/**
 * Ended lots that have left Postgres, read from Cassandra's archive (written by the archiver only,
 * streams/src/archive). Every method throws StoreAway during an outage.
 */
import { numberOf, textOf } from '../cassandra.ts';
import type { Cassandra } from '../cassandra.ts';
import type { LotDetailRow } from '../lots/lot-rows.ts';

export interface ArchivedLot {
  readonly row: LotDetailRow;
  /** `YYYY-MM` */
  readonly month: string;
}

const perVin = 50;
const endsPerLot = 20;
/** Rows read for one question about a model; more are not looked at. */
export const rowsPerModelYear = 5_000;

const findCql = 'SELECT month, part FROM archived_lot WHERE lot_id = ? LIMIT 1';
const findRunCql = 'SELECT month, part FROM archived_lot WHERE lot_id = ? AND version = ?';
const lotCql = 'SELECT lot FROM archived_lot_by_part WHERE month = ? AND part = ? AND lot_id = ?';
const endsCql = 'SELECT month, part FROM archived_lot WHERE lot_id = ? LIMIT ?';
const vinCql = 'SELECT lot FROM archived_lot_by_vin WHERE vin = ? LIMIT ?';
const modelCql = `SELECT lot FROM archived_lot_by_model
  WHERE make = ? AND model = ? AND year = ? AND ended_at >= ? AND ended_at < ? LIMIT ?`;

/** A stored row is the board table's row; its summary is JSON within the JSON. */
function rowOf(cell: unknown): LotDetailRow {
  const lot = JSON.parse(textOf(cell)) as LotDetailRow & { readonly summary: unknown };
  return { ...lot, summary: JSON.parse(textOf(lot.summary)) as LotDetailRow['summary'] };
}

/** The same end of the same lot may stand there in two versions: the higher one is right. */
function newestOfEach(rows: readonly LotDetailRow[]): LotDetailRow[] {
  const newest = new Map<string, LotDetailRow>();
  for (const row of rows) {
    const key = `${row.lot_id} ${row.ends_at ?? row.observed_at}`;
    const known = newest.get(key);
    if (!known || known.version < row.version) newest.set(key, row);
  }
  return [...newest.values()];
}

export interface ModelQuestion {
  readonly make: string;
  readonly model: string;
  /** End of the sale, epoch ms: from inclusive, until exclusive. */
  readonly endedFrom: number;
  readonly endedUntil: number;
}

export class LotArchive {
  readonly #cassandra: Cassandra | undefined;

  /** @param cassandra undefined: nothing is archived here */
  constructor(cassandra: Cassandra | undefined) {
    this.#cassandra = cassandra;
  }

  #rows(cql: string, values: readonly unknown[]) {
    return this.#cassandra?.rows(cql, values) ?? Promise.resolve([]);
  }

  /**
   * The lot in its last version, or in the one it had when one of its runs ended.
   * @returns undefined: not archived
   */
  async find(lotId: string, version?: number): Promise<ArchivedLot | undefined> {
    const [place] =
      version === undefined
        ? await this.#rows(findCql, [lotId])
        : await this.#rows(findRunCql, [lotId, version]);
    if (!place) return undefined;
    const month = textOf(place.get('month'));
    const [found] = await this.#rows(lotCql, [month, numberOf(place.get('part')), lotId]);
    return found && { row: rowOf(found.get('lot')), month };
  }

  /** Every archived end of one lot: several where it was run again. */
  async endsOf(lotId: string): Promise<LotDetailRow[]> {
    const places = await this.#rows(endsCql, [lotId, endsPerLot]);
    const found = await Promise.all(
      places.map((place) =>
        this.#rows(lotCql, [textOf(place.get('month')), numberOf(place.get('part')), lotId]),
      ),
    );
    return newestOfEach(found.flat().map((row) => rowOf(row.get('lot'))));
  }

  /** Ended lots of a vehicle, the newest first. */
  async ofVin(vin: string): Promise<LotDetailRow[]> {
    const rows = await this.#rows(vinCql, [vin, perVin]);
    return newestOfEach(rows.map((row) => rowOf(row.get('lot'))));
  }

  /**
   * Ended lots of a model, the newest first. The archive files a model under its first word, so the
   * rest of what was asked is compared here.
   */
  async ofModel({ make, model, endedFrom, endedUntil }: ModelQuestion): Promise<LotDetailRow[]> {
    const words = model.toUpperCase().split(/\s+/).filter(Boolean);
    const found: LotDetailRow[] = [];
    const lastYear = new Date(endedUntil - 1).getUTCFullYear();
    for (let year = lastYear; year >= new Date(endedFrom).getUTCFullYear(); year -= 1) {
      const key = [make.toUpperCase(), words[0] ?? '', year];
      const rows = await this.#rows(modelCql, [...key, endedFrom, endedUntil, rowsPerModelYear]);
      found.push(...rows.map((row) => rowOf(row.get('lot'))));
    }
    return newestOfEach(found).filter((row) => {
      const text = ` ${row.model ?? ''} ${row.trim ?? ''} `.toUpperCase();
      return words.every((word) => text.includes(` ${word} `));
    });
  }
}
