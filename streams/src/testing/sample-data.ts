/** The optional sample data: files outside the project, never needed and never copied into it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const projectRoot = join(import.meta.dirname, '..', '..', '..');

/**
 * @param name path inside the sample folder, for example `copart/salesdata-morning.csv`; the folder
 * is AUCTION_SAMPLES, else `../shared/data` beside the project
 * @returns absolute path; undefined, with the reason printed, when the file is not there
 */
export function sampleData(name: string): string | undefined {
  const folder = process.env['AUCTION_SAMPLES'] ?? join(projectRoot, '..', 'shared', 'data');
  const path = join(folder, name);
  if (existsSync(path)) return path;
  process.stdout.write(`skipped: ${name} is not there (optional sample data)\n`);
  return undefined;
}
