/** A file through its connector and the whole pipeline, without a broker: what becomes of every row. */
import type { Listing } from '@auction/avro/records';
import { topics } from '@auction/avro/topics';
import type { PipelineDriver } from '@auction/streams/testing/pipeline-driver';
import type { Feed } from '../connector.ts';
import { FileImports } from './file-imports.ts';
import type { Given } from './file-imports.ts';

export interface ImportedThrough {
  readonly driver: PipelineDriver;
  /** Rows the connector read. */
  readonly rows: number;
  /** Understood, and no vehicle. */
  readonly notVehicles: number;
  /** Newest version of each. */
  readonly listings: readonly Listing[];
  /** `CODE: text` of each row that became none. */
  readonly rejects: readonly string[];
  readonly warnings: readonly string[];
  /** Why nothing was published; null when something was. */
  readonly refusal: string | null;
}

/** Imports files one after the other. */
export async function importThrough(
  feed: Feed,
  ...given: readonly Given[]
): Promise<ImportedThrough> {
  const imports = await FileImports.open(feed);
  let [rows, notVehicles] = [0, 0];
  let refusal: string | null = null;
  const rejects: string[] = [];
  const warnings: string[] = [];
  for (const one of given) {
    const imported = await imports.take(one);
    if (!imported.ok) {
      refusal = imported.reason;
      continue;
    }
    const { summary } = imported;
    rows += summary.rows;
    notVehicles += summary.notVehicles;
    rejects.push(...summary.rejected.map(({ reason }) => reason));
    warnings.push(...summary.warnings);
  }
  const { driver } = imports;
  const listings = [...driver.last(topics.listings).values()];
  return { driver, rows, notVehicles, listings, rejects, warnings, refusal };
}

/** A feed that is never asked: only its reader is used. */
export const readingOnly = { now: () => 0, random: () => 0 };
