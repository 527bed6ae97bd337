/** One child process: started without a shell, logged to its file, recorded under the run folder. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { environment } from './config.ts';
import { inherited } from './inherited.ts';
import { openLog } from './log-files.ts';
import { removeRecord, writeRecord } from './pid-records.ts';
import type { Places } from './places.ts';
import { factsOf } from './process-facts.ts';
import { wrappedAs } from './run-as.ts';
import type { Launch } from './unit.ts';

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly problem?: string;
}

export interface Child {
  readonly pid: number | undefined;
  readonly exited: Promise<Exit>;
  /** Asks it to end, and after `withinMs` ends it; resolves when it is gone. */
  stop(signal: NodeJS.Signals, withinMs: number): Promise<void>;
  kill(): void;
}

/** `SIGKILL`, `code 1`, or why it never ran. */
export const describeExit = (exit: Exit): string =>
  exit.problem ?? exit.signal ?? `code ${exit.code ?? 'unknown'}`;

export const logFileOf = (places: Places, name: string): string =>
  join(places.logDir, `${name}.log`);

function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      resolve({ code: null, signal: null, problem: error.message });
    });
    child.once('exit', (code, signal) => {
      resolve({ code, signal });
    });
  });
}

/**
 * Starts a process in a session of its own, so that Ctrl-C in the terminal reaches only the launcher,
 * which stops everything in order.
 */
export function startChild(
  name: string,
  launch: Launch,
  places: Places,
  stopSignal: NodeJS.Signals,
): Child {
  const log = openLog(logFileOf(places, name));
  const { command, args, ids } = wrappedAs(launch.command, launch.args, launch.runAs, stopSignal);
  const child = spawn(command, args, {
    cwd: launch.cwd ?? places.dataDir,
    env: {
      ...inherited(environment, launch.secrets),
      ...launch.env,
      AUCTION_DATA_DIR: places.dataDir,
    },
    stdio: ['ignore', log, log],
    detached: true,
    ...ids,
  });
  closeSync(log);
  // Before it has threads of its own: those take over what the first one has.
  if (child.pid !== undefined && launch.nice !== undefined) setPriority(child.pid, launch.nice);
  const facts = child.pid === undefined ? undefined : factsOf(child.pid);
  if (facts) {
    const commandLine = [launch.command, ...launch.args].join(' ');
    const { pid, startedAt } = facts;
    writeRecord(places.runDir, { name, pid, startedAt, commandLine, dataDir: places.dataDir });
  }
  const exited = exitOf(child).then((exit) => {
    removeRecord(places.runDir, name);
    return exit;
  });
  return {
    pid: child.pid,
    exited,
    kill: () => child.kill('SIGKILL'),
    async stop(signal, withinMs) {
      child.kill(signal);
      const timer = setTimeout(() => child.kill('SIGKILL'), withinMs);
      await exited;
      clearTimeout(timer);
    },
  };
}
