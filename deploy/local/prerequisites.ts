/** What must be on the machine before anything starts, and the command that puts it there. */
import { readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import type { Environment } from './config.ts';
import { findJdk, programOn } from './java.ts';
import type { Jdk } from './java.ts';
import { Problem } from './problem.ts';
import type { Progress } from './progress.ts';
import { runCommand } from './run-command.ts';
import { versions } from './versions.ts';

export interface Prerequisites {
  readonly jdk: Jdk;
  /** Path of `mvn`; present whenever it was asked for. */
  readonly maven: string | undefined;
}

const debianPackages = { jdk: `openjdk-${versions.jdk}-jdk-headless`, maven: 'maven' } as const;
const brewPackages = { jdk: `openjdk@${versions.jdk}`, maven: 'maven' } as const;
type Part = keyof typeof debianPackages;
const titles: Readonly<Record<Part, string>> = { jdk: `JDK ${versions.jdk}`, maven: 'Maven' };

/** Kafka halts on a full disk and cannot be talked out of it, so there must be some room. */
const freeBytesMin = 1024 ** 3;

export interface Machine {
  readonly platform: NodeJS.Platform;
  /** Debian, Ubuntu or one of their kin. */
  readonly hasApt: boolean;
  readonly isRoot: boolean;
}

const osRelease = (): string => {
  try {
    return readFileSync('/etc/os-release', 'utf8');
  } catch {
    return ''; // not a Linux
  }
};

const thisMachine = (env: Environment): Machine => ({
  platform: process.platform,
  hasApt: /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(osRelease()) && !!programOn(env, 'apt-get'),
  isRoot: process.getuid?.() === 0,
});

/** One sentence that names what is missing and how it is installed on this kind of machine. Pure. */
export function missingSentence(missing: readonly Part[], machine: Machine): string {
  const what = missing.map((part) => titles[part]).join(' and ');
  const is = missing.length > 1 ? 'are' : 'is';
  if (machine.platform === 'darwin') {
    const names = missing.map((part) => brewPackages[part]).join(' ');
    return `${what} ${is} missing. Install: brew install ${names}`;
  }
  const names = missing.map((part) => debianPackages[part]).join(' ');
  if (!machine.hasApt) {
    return `${what} ${is} missing. Install by your system's package manager (on Debian: ${names}).`;
  }
  const sudo = machine.isRoot ? '' : 'sudo ';
  const command = `${sudo}apt-get update && ${sudo}apt-get install -y ${names}`;
  return `${what} ${is} missing. Install: ${command}\nOr let it be done: npm start -- --install`;
}

const find = (env: Environment): { jdk: Jdk | undefined; maven: string | undefined } => ({
  jdk: findJdk(env),
  maven: programOn(env, 'mvn'),
});

const missingOf = (found: ReturnType<typeof find>, needsMaven: boolean): Part[] => [
  ...(found.jdk ? [] : (['jdk'] as const)),
  ...(needsMaven && !found.maven ? (['maven'] as const) : []),
];

async function install(
  missing: readonly Part[],
  machine: Machine,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  if (!machine.hasApt) {
    throw new Problem(
      `--install works on Debian and Ubuntu only. ${missingSentence(missing, machine)}`,
    );
  }
  const names = missing.map((part) => debianPackages[part]);
  const steps = [['update'], ['install', '-y', '--no-install-recommends', ...names]];
  for (const args of steps) {
    const [command = '', ...rest] = machine.isRoot ? ['apt-get'] : ['sudo', 'apt-get'];
    await progress.during(['apt-get', ...args].join(' '), async () => {
      const env = { DEBIAN_FRONTEND: 'noninteractive' };
      const { code, tail } = await runCommand(command, [...rest, ...args], { env, signal });
      if (code !== 0) throw new Problem(`apt-get ${args[0] ?? ''} failed:\n${tail.join('\n')}`);
    });
  }
}

/**
 * @param needsMaven false when every download is there already
 * @throws Problem that names what is missing with the command that installs it
 */
export async function prerequisites(
  asked: { needsMaven: boolean; install: boolean; env: Environment; signal: AbortSignal },
  progress: Progress,
): Promise<Prerequisites> {
  let found = find(asked.env);
  const missing = missingOf(found, asked.needsMaven);
  const machine = thisMachine(asked.env);
  if (missing.length > 0 && asked.install) {
    await install(missing, machine, progress, asked.signal);
    found = find(asked.env);
  }
  const { jdk, maven } = found;
  const stillMissing = missingOf(found, asked.needsMaven);
  if (!jdk || stillMissing.length > 0) throw new Problem(missingSentence(stillMissing, machine));
  return { jdk, maven };
}

/** @throws Problem when the folder's file system is nearly full */
export async function checkFreeSpace(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const freeBytes = bavail * bsize;
  if (freeBytes >= freeBytesMin) return;
  const freeMb = Math.floor(freeBytes / 1024 ** 2);
  throw new Problem(
    `Only ${freeMb} MB are free where ${folder} lies, and Kafka halts on a full disk: ` +
      'free 1 GB, or choose another folder by --data-dir (or AUCTION_DATA_DIR).',
  );
}
