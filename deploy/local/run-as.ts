/** Starting a program as another user, or so that it ends with this process: by `setpriv`. */
import { execFileSync } from 'node:child_process';
import type { RunAs } from './unit.ts';

let setprivKnown: boolean | undefined;

function askSetpriv(): boolean {
  if (process.platform !== 'linux') return false;
  try {
    return execFileSync('setpriv', ['--help'], { encoding: 'utf8' }).includes('--pdeathsig');
  } catch {
    return false; // not installed: leftovers are found by their records at the next start
  }
}

/** Linux can end a child when its parent dies, by a command most systems have. */
export const hasSetpriv = (): boolean => (setprivKnown ??= askSetpriv());

export interface WrappedCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** For spawn, where setpriv does not do it. */
  readonly ids: { readonly uid?: number; readonly gid?: number };
}

function privileges(runAs: RunAs): string[] {
  const user = [`--reuid=${runAs.uid}`, `--regid=${runAs.gid}`, '--clear-groups'];
  return runAs.mayPassFolders
    ? [...user, '--inh-caps=+dac_override', '--ambient-caps=+dac_override']
    : user;
}

/**
 * @param runAs another user; this one when undefined
 * @param deathSignal what the program gets when this process dies, however that happens
 */
export function wrappedAs(
  command: string,
  args: readonly string[],
  runAs: RunAs | undefined,
  deathSignal: NodeJS.Signals = 'SIGTERM',
): WrappedCommand {
  if (!hasSetpriv()) {
    return { command, args, ids: runAs ? { uid: runAs.uid, gid: runAs.gid } : {} };
  }
  const before = ['--pdeathsig', deathSignal.slice(3), ...(runAs ? privileges(runAs) : [])];
  return { command: 'setpriv', args: [...before, '--', command, ...args], ids: {} };
}
