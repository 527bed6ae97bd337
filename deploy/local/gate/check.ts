/** `npm run check`: what needs no servers. Every step runs, so that one run shows all that is wrong. */
import { join } from 'node:path';
import { repoRoot } from '../places.ts';
import { Progress } from '../progress.ts';
import { runJest } from './jest.ts';
import { runCheck, summary } from './step.ts';
import type { StepResult } from './step.ts';

interface Check {
  readonly name: string;
  /** Script of a package, relative to node_modules. */
  readonly script: string;
  readonly args: readonly string[];
}

const tsc = (name: string, project: string): Check => ({
  name,
  script: 'typescript/bin/tsc',
  args: ['--noEmit', '-p', project],
});

const checks: readonly Check[] = [
  { name: 'format', script: 'prettier/bin/prettier.cjs', args: ['--check', '.'] },
  { name: 'lint', script: 'eslint/bin/eslint.js', args: ['.'] },
  tsc('types', 'tsconfig.json'),
  {
    // Angular's own compiler: it checks the templates too.
    name: 'types: web app',
    script: '@angular/compiler-cli/bundles/src/bin/ngc.js',
    args: ['--noEmit', '-p', 'web/tsconfig.app.json'],
  },
  tsc('types: web worker', 'web/tsconfig.worker.json'),
  tsc('types: web specs', 'web/tsconfig.spec.json'),
  tsc('types: web journeys', 'web/tsconfig.e2e.json'),
];

/**
 * Both cores; a worker that has grown begins anew, because modules that jest loads as ESM stay in memory
 * until their process ends.
 */
const workers = ['--maxWorkers=2', '--workerIdleMemoryLimit=1GB'];

/** Runs all checks and the unit tests, one after the other: they would only share the cores. */
export async function runChecks(progress: Progress): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const { name, script, args } of checks) {
    const command = {
      program: process.execPath,
      args: [join(repoRoot, 'node_modules', script), ...args],
    };
    results.push(await runCheck(name, command, progress));
  }
  results.push(await runJest('unit tests', workers, { TEST_LEVEL: 'unit' }, progress));
  return results;
}

/** Prints the table and the last line. @returns exit code */
export function conclude(results: readonly StepResult[]): number {
  console.log(summary(results));
  return results.some(({ failed }) => failed > 0) ? 1 : 0;
}

export async function check(): Promise<number> {
  return conclude(await runChecks(new Progress(console.log)));
}
