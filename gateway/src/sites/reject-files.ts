/** Refused records of one import, as a file its sender can repair. */
import type { Postgres } from '../postgres.ts';

interface RejectRow {
  readonly row: number | null;
  readonly reason: string;
  readonly payload: Buffer | null;
}

/** More are a file of another kind. */
const rowsMax = 20_000;

export class RejectFiles {
  readonly #postgres: Postgres;

  constructor(postgres: Postgres) {
    this.#postgres = postgres;
  }

  /** @returns the header alone when nothing was refused @throws StoreAway during an outage */
  async csv(site: string, snapshotId: string): Promise<string> {
    const rows = await this.#postgres.query<RejectRow & Record<string, unknown>>(
      `SELECT row_number AS row, reason, payload FROM reject
       WHERE site = $1 AND snapshot_id = $2 ORDER BY row_number NULLS LAST, part, log_offset LIMIT $3`,
      [site, snapshotId, rowsMax],
    );
    const lines = rows.map(({ row, reason, payload }) =>
      [String(row ?? ''), cell(reason), cell(payload?.toString('utf8') ?? '')].join(','),
    );
    return ['row,reason,record', ...lines, ''].join('\r\n');
  }
}

/** Quoted; text a spreadsheet would run is made plain by an apostrophe (ops-security.md section 5). */
export function cell(text: string): string {
  const plain = /^["'\s]*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${plain.replaceAll('"', '""')}"`;
}
