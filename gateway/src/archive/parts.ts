/** Month files as the archiver keeps account of them (streams/src/archive/part-store.ts). */
import type { ArchivePart } from '../archive-contract.ts';
import type { Postgres } from '../postgres.ts';

interface PartRow {
  readonly [column: string]: unknown;
  readonly month: string;
  readonly part: number;
  readonly state: string;
  readonly manifest: {
    readonly rows: number;
    readonly bytes: number;
    readonly sha256: string;
    readonly sites: Readonly<Record<string, number>>;
  } | null;
  readonly changed_at: number;
}

const partsMax = 1_000;

/** The newest month first. @throws StoreAway */
export async function archiveParts(postgres: Postgres): Promise<ArchivePart[]> {
  const rows = await postgres.query<PartRow>(
    `SELECT month, part, state, manifest, changed_at FROM archive_part
     ORDER BY month DESC, part DESC LIMIT $1`,
    [partsMax],
  );
  return rows.map(({ month, part, state, manifest, changed_at: changedAt }) => ({
    ...{ month, part, state, changedAt },
    lots: manifest?.rows ?? null,
    bytes: manifest?.bytes ?? null,
    sha256: manifest?.sha256 ?? null,
    sites: Object.entries(manifest?.sites ?? {}).map(([site, lots]) => ({ site, lots })),
  }));
}
