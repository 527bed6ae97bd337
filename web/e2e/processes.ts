/** The instance's processes, as its launcher tells them; AUCTION_DATA_DIR says which instance it is. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const launcher = join(import.meta.dirname, '../../deploy/local/run.mjs');
const run = promisify(execFile);

interface Process {
  readonly name: string;
  readonly healthy: boolean;
  readonly pid?: number;
}

/** @throws when nothing runs there */
export async function processes(): Promise<Process[]> {
  const { stdout } = await run(process.execPath, [launcher, 'status', '--json']);
  return JSON.parse(stdout) as Process[];
}

/**
 * A process to be killed with -9; its launcher starts it again.
 * @param names of which the first one that runs is meant: with `--lite` one process does the work of many
 * @returns kills it, at once
 */
export async function killerOf(...names: readonly string[]): Promise<() => void> {
  const running = await processes();
  const found = names.map((name) => running.find((one) => one.name === name)).find(Boolean);
  const pid = found?.pid;
  if (pid === undefined) throw new Error(`none of ${names.join(', ')} runs`);
  return () => {
    process.kill(pid, 'SIGKILL');
  };
}
