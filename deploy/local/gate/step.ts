/** One step of the gate: a program that is run to its end, timed, and counted. */
import { seconds } from '../progress.ts';
import type { Progress } from '../progress.ts';
import { runCommand } from '../run-command.ts';

export interface StepResult {
  readonly name: string;
  /** Tests that passed; 1 for a check that passed. */
  readonly passed: number;
  readonly failed: number;
  readonly tookMs: number;
  /** What failed, a line each; absent where the step's name says it. */
  readonly failures?: readonly string[];
}

export type Counted = Omit<StepResult, 'name' | 'tookMs'>;

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A check's complaints are shown when it has failed, at most this many lines of them. */
const complaintLinesMax = 300;

/** Times work that counts its own tests; what it throws counts as one failure and is shown. */
export async function timed(
  name: string,
  progress: Progress,
  work: () => Promise<Counted>,
): Promise<StepResult> {
  const step = progress.step(name);
  const begunAt = performance.now();
  const counted = await work().catch((error: unknown): Counted => {
    progress.plain(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return { passed: 0, failed: 1 };
  });
  if (counted.failed > 0) step.failed(`${counted.failed} failed`);
  else step.done();
  return { name, ...counted, tookMs: performance.now() - begunAt };
}

/** Runs a check that passes or fails as a whole: format, lint, types. */
export const runCheck = (name: string, command: Command, progress: Progress): Promise<StepResult> =>
  timed(name, progress, async () => {
    const lines: string[] = [];
    const { code, tail } = await runCommand(command.program, command.args, {
      ...(command.env ? { env: command.env } : {}),
      onLine: (line) => {
        if (lines.length < complaintLinesMax) lines.push(line);
      },
    });
    if (code === 0) return { passed: 1, failed: 0 };
    for (const line of lines.length > 0 ? lines : tail) progress.plain(`    ${line}`);
    return { passed: 0, failed: 1 };
  });

/** What failed, once more at the end: a record of a long run keeps little else. */
const failureLines = (results: readonly StepResult[]): string[] =>
  results
    .filter(({ failed }) => failed > 0)
    .flatMap(({ name, failures = [] }) =>
      failures.length > 0 ? failures.map((one) => `${name}: ${one}`) : [name],
    );

/** What failed, where the time went, and as the last line what CI reads. */
export function summary(results: readonly StepResult[]): string {
  const total = (of: (result: StepResult) => number): number =>
    results.reduce((sum, result) => sum + of(result), 0);
  const allMs = total(({ tookMs }) => tookMs);
  const nameWidth = Math.max(...results.map(({ name }) => name.length), 'total'.length);
  const row = (name: string, ms: number, passed: number, failed: number): string =>
    [
      name.padEnd(nameWidth),
      seconds(ms).padStart(9),
      `${Math.round((100 * ms) / Math.max(allMs, 1))} %`.padStart(6),
      `${passed} passed`.padStart(12),
      `${failed} failed`.padStart(10),
    ].join('  ');
  const passed = total((result) => result.passed);
  const failed = total((result) => result.failed);
  const failures = failureLines(results);
  return [
    ...(failures.length > 0 ? ['', 'Failed:', ...failures] : []),
    '',
    'Where the time went:',
    ...results.map((result) => row(result.name, result.tookMs, result.passed, result.failed)),
    row('total', allMs, passed, failed),
    '',
    `${passed} passed, ${failed} failed`,
  ].join('\n');
}
