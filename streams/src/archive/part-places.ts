/** Where the files of a part stand below the archive's folder: `lots/2026-08/part-0001.parquet`. */
import { join } from 'node:path';

export interface Part {
  /** `YYYY-MM`, UTC. */
  readonly month: string;
  /** From 1. */
  readonly part: number;
}

export interface PartPlaces {
  readonly folder: string;
  /** Name of the file within its folder. */
  readonly file: string;
  readonly path: string;
  readonly manifest: string;
}

export function partPlaces(archiveFolder: string, { month, part }: Part): PartPlaces {
  const folder = join(archiveFolder, 'lots', month);
  const name = `part-${String(part).padStart(4, '0')}`;
  const file = `${name}.parquet`;
  return { folder, file, path: join(folder, file), manifest: join(folder, `${name}.json`) };
}
