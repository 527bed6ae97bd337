/** Scripts that run once and end, between the start of the servers and that of the services. */
import { appendFileSync } from 'node:fs';
import { logFileOf } from './child.ts';
import { rotate } from './log-files.ts';
import { repoRoot } from './places.ts';
import { Problem } from './problem.ts';
import type { Progress } from './progress.ts';
import { runCommand } from './run-command.ts';
import { nodeArgs, oneShotsOf, processEnv } from './services.ts';
import type { ServiceContext } from './service.ts';
import type { OneShot } from './services.ts';

async function runOneShot(
  shot: OneShot,
  context: ServiceContext,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const { places } = context;
  const log = logFileOf(places, shot.name);
  rotate(log);
  const { code, tail } = await runCommand(
    process.execPath,
    nodeArgs(places, shot.script, shot.args),
    {
      cwd: repoRoot,
      env: processEnv(context),
      signal,
      onLine: (line) => {
        appendFileSync(log, `${line}\n`);
        progress.say(`    ${line}`);
      },
    },
  );
  signal.throwIfAborted();
  if (code !== 0) {
    throw new Problem(`${shot.title} failed; the end of ${log}:\n${tail.join('\n')}`);
  }
}

/** Prepares topics, schemas and tables, one script after the other. */
export async function runOneShots(
  context: ServiceContext,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  for (const shot of oneShotsOf(context.lite)) {
    await progress.during(shot.title, () => runOneShot(shot, context, progress, signal));
  }
}
