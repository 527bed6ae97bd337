/** `npm stop`: asks the launcher of a data folder to stop, and waits until everything has ended. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from './config.ts';
import { endOrphans } from './orphans.ts';
import { liveLauncher, liveRecords } from './pid-records.ts';
import { placesIn } from './places.ts';
import type { Places } from './places.ts';
import { Progress } from './progress.ts';

/** Longer than the slowest chain of services and servers may take. */
const endWithinMs = 90_000;
const lookEveryMs = 100;

async function hasEnded(places: Places): Promise<boolean> {
  const deadline = performance.now() + endWithinMs;
  while (liveLauncher(places.runDir, places.dataDir)) {
    if (performance.now() > deadline) return false;
    await delay(lookEveryMs);
  }
  return true;
}

/** @returns exit code; nothing to stop is no failure */
export async function stop(config: Config): Promise<number> {
  const places = placesIn(config.dataDir);
  const progress = new Progress(console.log);
  const launcher = liveLauncher(places.runDir, places.dataDir);
  if (launcher) {
    const count = liveRecords(places.runDir, places.dataDir).length - 1;
    const step = progress.step(
      `stopping Auction Manager in ${places.dataDir}`,
      `(${count} processes)`,
    );
    process.kill(launcher.pid, 'SIGTERM');
    if (!(await hasEnded(places))) {
      step.failed();
      console.error(`Process ${launcher.pid} has not ended within ${endWithinMs / 1000} s.`);
      return 1;
    }
    step.done();
  }
  const orphans = await endOrphans(places, progress);
  if (!launcher && orphans.length === 0) console.log(`Nothing runs in ${places.dataDir}.`);
  return 0;
}
