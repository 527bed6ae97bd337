/** `npm start`: everything up, in order and with a word for each step, then in the foreground. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { refuseBusyPorts } from './busy-ports.ts';
import { environment } from './config.ts';
import type { Config } from './config.ts';
import { fetchLibraries, librariesFor, missingLibraries, refuseOffline } from './downloads.ts';
import {
  gatewayUrl,
  instanceEnv,
  readInstance,
  removeInstance,
  writeInstance,
} from './instance.ts';
import type { InstanceState } from './instance.ts';
import type { Jdk } from './java.ts';
import { runOneShots } from './one-shots.ts';
import { endOrphans } from './orphans.ts';
import { claimLauncher, launcherName, removeRecord } from './pid-records.ts';
import { makePlaces, placesIn, resettable } from './places.ts';
import type { Places } from './places.ts';
import { checkFreeSpace, prerequisites } from './prerequisites.ts';
import { Problem } from './problem.ts';
import { Progress, seconds } from './progress.ts';
import { stopRequests } from './stop-requests.ts';
import { Supervisor } from './supervisor.ts';
import type { Unit } from './unit.ts';
import { portNamesOf, unitsOf } from './units.ts';
import { productVersion } from './versions.ts';
import { buildWeb } from './web-build.ts';

/** An earlier launcher that is about to end gets this long before a start is refused. */
const yieldWithinMs = 3000;
/** One that is already stopping its servers gets longer. */
const stopWithinMs = 90_000;
const lookEveryMs = 200;

/** @throws Problem when a launcher of this data folder runs and goes on running */
async function claim(places: Places, progress: Progress): Promise<void> {
  const begunAt = performance.now();
  let told = false;
  for (;;) {
    const other = claimLauncher(places.runDir, places.dataDir);
    if (!other) return;
    const instance = readInstance(places);
    const isStopping = instance?.state === 'stopping';
    if (performance.now() - begunAt > (isStopping ? stopWithinMs : yieldWithinMs)) {
      const where = instance ? ` at ${instance.url}` : '';
      throw new Problem(
        `Auction Manager already runs in ${places.dataDir}${where} (process ${other.pid}). ` +
          'Stop it by "npm stop", or start another by --port N --data-dir FOLDER.',
      );
    }
    if (isStopping && !told) progress.say('  waiting for the earlier run to end');
    told ||= isStopping;
    await delay(lookEveryMs);
  }
}

async function reset(places: Places, progress: Progress): Promise<void> {
  await progress.during(`wiping the data in ${places.dataDir}`, async () => {
    for (const name of resettable) {
      await rm(join(places.dataDir, name), { recursive: true, force: true });
    }
  });
  makePlaces(places);
}

/** Downloads what is missing, after naming what the machine lacks. */
async function provide(config: Config, progress: Progress, signal: AbortSignal): Promise<Jdk> {
  const { cacheDir, install, lite, offline } = config;
  const missing = await missingLibraries(librariesFor(lite), cacheDir);
  if (offline) refuseOffline(missing, cacheDir);
  const asked = { needsMaven: missing.length > 0, install, env: environment, signal };
  const { jdk, maven } = await prerequisites(asked, progress);
  progress.say(`✔ JDK in ${jdk.home}`);
  if (maven !== undefined) {
    await fetchLibraries(
      missing,
      cacheDir,
      { program: maven, javaHome: jdk.home, signal },
      progress,
    );
  }
  return jdk;
}

function sayWhatIsOff(config: Config, progress: Progress): void {
  if (config.lite) {
    progress.say('  --lite: Cassandra is off (no history and no price chart of a lot)');
    progress.say('  --lite: the Mongo-compatible server is off (no search in logs)');
    progress.say('  --lite: nothing is archived, whatever ARCHIVE_* say (it takes both of them)');
    progress.say('  --lite: all stream workers share one process');
  }
  if (config.realSite) {
    progress.say(
      '  COPART_BASE_URL is set: the connector reads that site, no made-up one is started',
    );
  } else if (!config.simulators) {
    progress.say('  --no-simulators: no made-up site; lots come by "npm run import" only');
  }
  if (config.serversOnly)
    progress.say('  --servers-only: no service of Auction Manager is started');
}

/** A unit that is being stopped never becomes ready: whoever waits for it must be let go. */
async function untilAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const aborted = Promise.withResolvers<never>();
  const letGo = (): void => {
    aborted.reject(signal.reason);
  };
  signal.addEventListener('abort', letGo);
  try {
    await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', letGo);
  }
}

/** Everything between the claim of the data folder and the last line. */
class Launcher {
  readonly #config: Config;
  readonly #places: Places;
  readonly #progress: Progress;
  readonly #supervisor: Supervisor;

  constructor(config: Config, places: Places, progress: Progress) {
    this.#config = config;
    this.#places = places;
    this.#progress = progress;
    this.#supervisor = new Supervisor(places, progress);
  }

  get gaveUp(): Promise<string> {
    return this.#supervisor.gaveUp;
  }

  /** @throws Problem, or the reason of `signal` as soon as that is aborted */
  async bringUp(signal: AbortSignal): Promise<void> {
    const { config, places, progress } = this.#parts();
    removeInstance(places);
    await endOrphans(places, progress);
    if (config.reset) await reset(places, progress);
    await checkFreeSpace(places.dataDir);
    sayWhatIsOff(config, progress);
    await this.#refuseBusyPorts();
    const web = config.serversOnly ? Promise.resolve() : buildWeb(progress, signal);
    // Its failure is reported where it is awaited; until then it must not end the process.
    web.catch(() => undefined);
    const { java } = await provide(config, progress, signal);
    const context = { ...config, places, java, feed: config };
    const units = unitsOf(context);
    signal.throwIfAborted();
    this.#tellOthers('starting');
    await this.#startUnits(units, 'server', signal);
    if (!config.serversOnly) {
      await runOneShots(context, progress, signal);
      await web;
      await this.#startUnits(units, 'service', signal);
    }
    this.#tellOthers('live');
  }

  /** Before anything is fetched or built: nobody waits minutes to hear of a busy port. */
  async #refuseBusyPorts(): Promise<void> {
    const config = this.#config;
    // Which ports the units take does not hang on the Java that is still to be found.
    const units = unitsOf({ ...config, places: this.#places, java: '', feed: config });
    await refuseBusyPorts(portNamesOf(units, config.ports), config.ports);
  }

  async takeDown(): Promise<void> {
    const { places, progress } = this.#parts();
    const begunAt = performance.now();
    const wasStarted = readInstance(places) !== undefined;
    if (wasStarted) this.#tellOthers('stopping');
    await this.#supervisor.stop();
    removeInstance(places);
    progress.quiet();
    if (!wasStarted) return;
    progress.say(`Auction Manager has stopped (${seconds(performance.now() - begunAt)})`);
  }

  kill(): void {
    this.#supervisor.kill();
  }

  async #startUnits(
    units: readonly Unit[],
    kind: Unit['kind'],
    signal: AbortSignal,
  ): Promise<void> {
    signal.throwIfAborted();
    const started = this.#supervisor.start(units.filter((unit) => unit.kind === kind));
    await untilAborted(started, signal);
  }

  #parts(): { config: Config; places: Places; progress: Progress } {
    return { config: this.#config, places: this.#places, progress: this.#progress };
  }

  #tellOthers(state: InstanceState): void {
    const { lite, ports, serversOnly, simulators } = this.#config;
    const env = instanceEnv(this.#places, ports, lite);
    const shape = { lite, serversOnly, simulators };
    const url = gatewayUrl(ports);
    writeInstance(this.#places, { state, version: productVersion, url, ...shape, ports, env });
  }
}

const liveLine = (config: Config): string =>
  config.serversOnly
    ? `The servers of Auction Manager are up; ports and URLs are in ${placesIn(config.dataDir).instanceFile}`
    : `Auction Manager is live: ${gatewayUrl(config.ports)}`;

/** @returns exit code: 0 after an orderly stop, 1 when a unit was given up */
async function runUntilStopped(
  launcher: Launcher,
  config: Config,
  progress: Progress,
): Promise<number> {
  const requests = stopRequests(environment, () => {
    launcher.kill();
  });
  const asked = requests.asked.then((sentence) => {
    progress.plain(sentence);
    return undefined;
  });
  const up = launcher.bringUp(requests.signal).then(() => {
    progress.quiet();
    progress.plain(liveLine(config));
  });
  try {
    // bringUp ends by itself only when all is up; what follows is waiting.
    const end = Promise.race([asked, launcher.gaveUp]);
    const reason = await Promise.race([end, up.then(() => end)]);
    if (reason === undefined) return 0;
    console.error(reason);
    return 1;
  } finally {
    requests.abort();
    await up.catch(() => undefined);
    await launcher.takeDown();
    requests.end();
  }
}

export async function start(config: Config): Promise<number> {
  const progress = new Progress(console.log);
  const places = placesIn(config.dataDir);
  makePlaces(places);
  progress.plain(`Auction Manager ${productVersion}, data in ${places.dataDir}`);
  await claim(places, progress);
  try {
    return await runUntilStopped(new Launcher(config, places, progress), config, progress);
  } finally {
    removeRecord(places.runDir, launcherName);
  }
}
