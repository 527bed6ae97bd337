/** Names of the files of a part in the archive: `lots/2026-08/part-0001.parquet`. */

export interface Part {
  /** `YYYY-MM`, UTC. */
  readonly month: string;
  /** From 1. */
  readonly part: number;
}

export interface PartPlaces {
  /** Name of the file within its month. */
  readonly file: string;
  /** Names in the archive (archive-files.ts). */
  readonly name: string;
  readonly manifest: string;
}

export function partPlaces({ month, part }: Part): PartPlaces {
  const stem = `part-${String(part).padStart(4, '0')}`;
  const file = `${stem}.parquet`;
  return { file, name: `lots/${month}/${file}`, manifest: `lots/${month}/${stem}.json` };
}
