/** Jest as a step: its lines as they come, its counts from the file it writes. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';
import { repoRoot } from '../places.ts';
import type { Progress } from '../progress.ts';
import { runCommand } from '../run-command.ts';
import { timed } from './step.ts';
import type { StepResult } from './step.ts';

const resultsSchema = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  /** Suites that could not even be loaded; their tests are counted nowhere else. */
  numRuntimeErrorTestSuites: z.int(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});
type SuiteResult = z.infer<typeof resultsSchema>['testResults'][number];

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly failures?: readonly string[];
}

/** Of a failed test's message, enough to know it again. */
const messageMax = 300;

/** A line for each failed test of a suite; one for a suite that could not be loaded. */
function failuresOf({ name, status, assertionResults }: SuiteResult): string[] {
  const file = relative(repoRoot, name);
  const failed = assertionResults.filter((test) => test.status === 'failed');
  if (failed.length === 0) return status === 'failed' ? [`${file} could not be run`] : [];
  return failed.map(({ fullName, failureMessages }) => {
    const message = stripVTControlCharacters(failureMessages?.[0] ?? '').replace(/\s+/g, ' ');
    return `${file} › ${fullName}: ${message.slice(0, messageMax)}`;
  });
}

/** @param text what jest wrote by `--json --outputFile` @throws when it is no result of jest's */
export function countsIn(text: string): Counts {
  const results = resultsSchema.parse(JSON.parse(text));
  return {
    passed: results.numPassedTests,
    failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
    failures: results.testResults.flatMap(failuresOf),
  };
}

/** Jest may fail for reasons no test stands for: a coverage threshold, a handle, a wrong option. */
export const withExit = (counts: Counts, code: number): Counts =>
  code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;

/**
 * @param args further arguments of jest
 * @param env added to this process's environment
 */
export const runJest = (
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  progress: Progress,
): Promise<StepResult> =>
  timed(name, progress, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'auction-gate-'));
    const output = join(folder, 'results.json');
    try {
      const jest = join(repoRoot, 'node_modules/jest/bin/jest.js');
      // ESM-only packages load in jest only with this flag (docs/testing.md).
      const node = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
      const { code } = await runCommand(
        process.execPath,
        [...node, jest, '--json', `--outputFile=${output}`, ...args],
        { cwd: repoRoot, env, onLine: (line) => progress.plain(`    ${line}`) },
      );
      return withExit(countsIn(await readFile(output, 'utf8')), code);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
