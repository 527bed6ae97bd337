/** Runs a program to its end, without a shell, and hands on its lines as they come. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { environment } from './config.ts';
import type { RunAs } from './unit.ts';
import { wrappedAs } from './run-as.ts';

export interface CommandOptions {
  readonly cwd?: string;
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Ends the program when aborted. */
  readonly signal?: AbortSignal;
  readonly runAs?: RunAs;
  /** Every line of stdout and stderr, in the order of arrival. */
  readonly onLine?: (line: string) => void;
}

export interface CommandResult {
  /** Exit code; 127 when the program could not be run, 128 + n has no meaning here: a signal is 1. */
  readonly code: number;
  /** Last lines of both outputs, for telling why it failed. */
  readonly tail: readonly string[];
}

const tailLines = 25;

/** @returns how it ended; never rejects */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const { promise, resolve } = Promise.withResolvers<CommandResult>();
  const tail: string[] = [];
  const take = (line: string): void => {
    tail.push(line);
    if (tail.length > tailLines) tail.shift();
    options.onLine?.(line);
  };
  const launched = wrappedAs(command, args, options.runAs);
  const child = spawn(launched.command, launched.args, {
    ...launched.ids,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.signal ? { signal: options.signal } : {}),
    env: { ...environment, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const output of [child.stdout, child.stderr]) {
    createInterface({ input: output, crlfDelay: Infinity }).on('line', take);
  }
  child.once('error', (error) => {
    resolve({ code: 127, tail: [...tail, error.message] });
  });
  child.once('close', (code) => {
    resolve({ code: code ?? 1, tail });
  });
  return promise;
}
