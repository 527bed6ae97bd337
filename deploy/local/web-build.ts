/** Builds the web app when what it is made of has changed since the last build. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { repoRoot } from './places.ts';
import { Problem } from './problem.ts';
import type { Progress } from './progress.ts';
import { runCommand } from './run-command.ts';

export const webDir = join(repoRoot, 'web/dist/web/browser');
const builtFrom = join(repoRoot, 'web/dist/built-from');

/** Files and folders the build reads; dependencies by the lockfile. */
const sources = [
  'web/src',
  'web/public',
  'web/angular.json',
  'web/package.json',
  'web/tsconfig.json',
  'web/tsconfig.base.json',
  'web/tsconfig.app.json',
  'gateway/src/contract.ts',
  'package-lock.json',
];

async function filesUnder(path: string): Promise<string[]> {
  if (!existsSync(path)) return [];
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(
    () => undefined,
  );
  if (!entries) return [path]; // a file
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.spec.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** One hash over names and contents. @param paths relative to `root` */
export async function fingerprintOf(root: string, paths: readonly string[]): Promise<string> {
  const files = await Promise.all(paths.map((path) => filesUnder(join(root, path))));
  const hash = createHash('sha256');
  for (const file of files.flat().sort()) {
    hash
      .update(`${relative(root, file)}\0`)
      .update(await readFile(file))
      .update('\0');
  }
  return hash.digest('hex');
}

const textOf = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '');

/** @throws Problem with the end of the build's output when it fails */
export async function buildWeb(progress: Progress, signal: AbortSignal): Promise<void> {
  const fingerprint = await fingerprintOf(repoRoot, sources);
  if (existsSync(join(webDir, 'index.html')) && (await textOf(builtFrom)) === fingerprint) return;
  await progress.during('building the web app', async () => {
    const { code, tail } = await runCommand('npm', ['run', 'build', '-w', 'web'], {
      cwd: repoRoot,
      signal,
      env: { NG_CLI_ANALYTICS: 'false', CI: 'true' },
    });
    signal.throwIfAborted();
    if (code !== 0) throw new Problem(`the web app could not be built:\n${tail.join('\n')}`);
    await writeFile(builtFrom, fingerprint);
  });
}
