/** `npm run import`, `approve`, `verify`, `report` and `archive`: a script of another room, told of the instance. */
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { environment } from './config.ts';
import type { Environment } from './config.ts';
import { readInstance } from './instance.ts';
import type { Instance } from './instance.ts';
import { liveLauncher } from './pid-records.ts';
import { placesIn, repoRoot } from './places.ts';
import { Problem } from './problem.ts';

/** A month passes through the archiver a few thousand lots at a time: its heap needs no room for more. */
export const archiveHeap = ['--max-old-space-size=160', '--max-semi-space-size=4'];

const nodeFlags: Readonly<Record<string, readonly string[]>> = { archive: archiveHeap };

const scripts = {
  import: 'connectors/src/import-file.ts',
  approve: 'connectors/src/approve-held.ts',
  verify: 'streams/src/verify/main.ts',
  report: 'streams/src/verify/report.ts',
  archive: 'streams/src/archive/main.ts',
  'audit:verify': 'streams/src/verify/audit-main.ts',
} as const;
export type ScriptCommand = keyof typeof scripts;
export const isScript = (command: string): command is ScriptCommand => command in scripts;

/** The person's own folder: npm runs everything in the repository's, and says where it was called. */
export const callerDir = (env: Environment): string =>
  env['npm_package_json'] === join(repoRoot, 'package.json') && env['INIT_CWD']
    ? env['INIT_CWD']
    : process.cwd();

/** Takes `--data-dir` out of the arguments; all others are the script's. Pure. */
export function splitDataDir(argv: readonly string[]): {
  dataDir: string | undefined;
  rest: string[];
} {
  const rest: string[] = [];
  let dataDir: string | undefined;
  for (let index = 0; index < argv.length; index += 1) {
    const arg = argv[index] ?? '';
    if (arg === '--data-dir') {
      index += 1;
      dataDir = argv[index];
    } else if (arg.startsWith('--data-dir=')) {
      dataDir = arg.slice('--data-dir='.length);
    } else {
      rest.push(arg);
    }
  }
  return { dataDir, rest };
}

/** @throws Problem when nothing runs there, or only its servers */
function runningInstance(dataDir: string): Instance {
  const places = placesIn(dataDir);
  const instance = liveLauncher(places.runDir, dataDir) && readInstance(places);
  if (!instance) {
    throw new Problem(
      `Auction Manager does not run in ${dataDir}. Start it by "npm start", or name the folder of ` +
        'a running one by --data-dir (AUCTION_DATA_DIR).',
    );
  }
  if (instance.state !== 'live') {
    throw new Problem(`Auction Manager in ${dataDir} is ${instance.state}: wait until it is live.`);
  }
  if (instance.serversOnly) {
    throw new Problem(`In ${dataDir} only the servers run (--servers-only): start it without.`);
  }
  return instance;
}

/** @returns exit code of the script */
function runAttached(
  [script, ...args]: readonly [script: string, ...args: string[]],
  flags: readonly string[],
  cwd: string,
  env: Environment,
): Promise<number> {
  const child = spawn(process.execPath, [...flags, join(repoRoot, script), ...args], {
    cwd,
    env: { ...environment, ...env },
    stdio: 'inherit',
  });
  // Ctrl-C reaches the script by the terminal; this process waits for how it ends.
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const pass = (signal: NodeJS.Signals): void => {
    if (signal === 'SIGTERM') child.kill(signal);
  };
  for (const signal of signals) process.on(signal, pass);
  const { promise, resolve: end, reject } = Promise.withResolvers<number>();
  child.once('error', reject);
  child.once('exit', (code) => {
    for (const signal of signals) process.off(signal, pass);
    end(code ?? 1);
  });
  return promise;
}

/** @param argv the script's arguments, `--data-dir` among them @returns exit code */
export async function runScript(command: ScriptCommand, argv: readonly string[]): Promise<number> {
  const { dataDir: named, rest } = splitDataDir(argv);
  const chosen = named ?? (environment['AUCTION_DATA_DIR'] || undefined);
  const dataDir = resolve(chosen ?? join(repoRoot, '.data'));
  const instance = runningInstance(dataDir);
  const env = { ...instance.env, AUCTION_DATA_DIR: dataDir };
  const flags = nodeFlags[command] ?? [];
  return runAttached([scripts[command], ...rest], flags, callerDir(environment), env);
}
