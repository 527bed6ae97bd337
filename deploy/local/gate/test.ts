/** `npm test`: the one gate. Checks, then specs on the real servers, then journeys in a browser. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { environment } from '../config.ts';
import { freeGatewayPort, startLocal } from '../local-instance.ts';
import { repoRoot } from '../places.ts';
import { messageOf } from '../problem.ts';
import { Progress } from '../progress.ts';
import { backends, gatePorts, temporaryFolder } from './backends.ts';
import { conclude, runChecks } from './check.ts';
import { runJest } from './jest.ts';
import { timed } from './step.ts';
import type { StepResult } from './step.ts';

/** Lots of the instance the journeys run on: enough to scroll, few enough to be there at once. */
const journeyLots = 2000;
const journeyFeed = ['--lots', String(journeyLots), '--write-interval-ms', '5000'];
const journeyPolling = ['--poll-interval-ms', '1000'];

/** Times the coming and going of servers as steps of their own. */
const without = { passed: 0, failed: 0 };

/** Specs on real servers, in band: they share two cores and one broker. */
async function integration(containers: boolean, progress: Progress): Promise<StepResult[]> {
  let running: Awaited<ReturnType<typeof backends>> | undefined;
  const started = await timed('servers', progress, async () => {
    running = await backends(environment, { containers }, (line) => progress.plain(`    ${line}`));
    progress.say(`  integration tests run on ${running.kind}`);
    return without;
  });
  if (!running) return [started];
  const used = running;
  const run = await runJest(
    'integration tests',
    // Drivers of the stores keep timers for servers that a spec has cut off on purpose.
    ['--runInBand', '--forceExit'],
    { ...used.env, TEST_LEVEL: 'int', REQUIRE_INTEGRATION: '1' },
    progress,
  );
  const released = await timed('servers, stop', progress, async () => {
    await used.release();
    return without;
  });
  return [started, run, released];
}

/** Journeys through the whole system, started by the command a person types. */
async function journeys(progress: Progress): Promise<StepResult[]> {
  const config = join('web', 'e2e', 'jest.config.js');
  if (!existsSync(join(repoRoot, config))) {
    progress.say(`  journeys are not run: ${config} is not there yet (issue 3)`);
    return [];
  }
  const folder = await temporaryFolder();
  let local: Awaited<ReturnType<typeof startLocal>> | undefined;
  const dataDir = join(folder.path, 'data');
  try {
    const started = await timed('whole system', progress, async () => {
      local = await startLocal({
        dataDir,
        port: await freeGatewayPort(gatePorts),
        flags: [...journeyFeed, ...journeyPolling],
        onLine: (line) => progress.plain(`    ${line}`),
      });
      return without;
    });
    if (!local) return [started];
    // Journeys that kill processes ask the launcher of this instance for them.
    const env = {
      ...local.instance.env,
      AUCTION_URL: local.instance.url,
      AUCTION_DATA_DIR: dataDir,
    };
    const run = await runJest('journeys', ['--config', config, '--runInBand'], env, progress);
    return [started, run];
  } finally {
    await local?.stop();
    await folder.remove();
  }
}

/** @param argv `--containers` chooses containers for the integration tests @returns exit code */
export async function test(argv: readonly string[]): Promise<number> {
  let containers: boolean;
  try {
    const options = { containers: { type: 'boolean', default: false } } as const;
    ({ containers } = parseArgs({ args: [...argv], options, strict: true }).values);
  } catch (error) {
    console.error(`${messageOf(error)} (npm test knows --containers)`);
    return 2;
  }
  const progress = new Progress(console.log);
  const checks = await runChecks(progress);
  const onServers = await integration(containers, progress);
  return conclude([...checks, ...onServers, ...(await journeys(progress))]);
}
