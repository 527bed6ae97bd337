/** The JDK the servers run on, wherever this machine keeps it; it may have several. */
import { execFileSync } from 'node:child_process';
import { accessSync, constants, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { Environment } from './config.ts';
import { versions } from './versions.ts';

export interface Jdk {
  readonly home: string;
  readonly java: string;
}

const mayRun = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false; // not there, or not for this user
  }
};

/** @returns full path of a program on the PATH; undefined when there is none */
export const programOn = (env: Environment, name: string): string | undefined =>
  (env['PATH'] ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find(mayRun);

const foldersIn = (folder: string): string[] => {
  try {
    return readdirSync(folder).map((entry) => join(folder, entry));
  } catch {
    return []; // no such folder on this system
  }
};

/** Where a JDK may be, best first: what the user says, what the PATH says, what is installed. */
export function jdkHomes(env: Environment): string[] {
  const onPath = programOn(env, 'java');
  const homes = [
    ...(env['JAVA_HOME'] ? [env['JAVA_HOME']] : []),
    ...(onPath ? [dirname(dirname(realpathSync(onPath)))] : []),
    ...foldersIn('/usr/lib/jvm'),
    ...foldersIn('/Library/Java/JavaVirtualMachines').map((home) => join(home, 'Contents/Home')),
    ...foldersIn('/opt/homebrew/opt').filter((home) => home.includes('openjdk')),
  ];
  return [...new Set(homes)];
}

/** `17` of a release file or of what `java -version` prints; undefined when neither says. */
export const majorVersionIn = (text: string): string | undefined =>
  /(?:JAVA_VERSION="|version ")(?:1\.)?(\d+)/.exec(text)?.[1];

function descriptionOf(home: string): string {
  try {
    return readFileSync(join(home, 'release'), 'utf8');
  } catch {
    // Some packages leave the file out; the program itself always knows.
    return execFileSync(join(home, 'bin', 'java'), ['-XshowSettings:none', '--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).replace(/^openjdk (\d+)/, 'version "$1');
  }
}

/** A whole JDK: the Mongo-compatible server is started from a source file, which needs its compiler. */
function isRightJdk(home: string): boolean {
  if (!mayRun(join(home, 'bin', 'java')) || !mayRun(join(home, 'bin', 'javac'))) return false;
  try {
    return majorVersionIn(descriptionOf(home)) === versions.jdk;
  } catch {
    return false; // it does not even tell its version
  }
}

/** @returns undefined when none of the right version is installed */
export function findJdk(env: Environment): Jdk | undefined {
  const home = jdkHomes(env).find(isRightJdk);
  return home === undefined ? undefined : { home, java: join(home, 'bin', 'java') };
}
