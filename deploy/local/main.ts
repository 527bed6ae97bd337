/** Chooses the command. Exit code 2: what was asked could not be understood. */
import { environment, parseConfig } from './config.ts';
import type { Config, ConfiguredCommand } from './config.ts';
import { check } from './gate/check.ts';
import { test } from './gate/test.ts';
import { helpFor } from './help.ts';
import { Problem } from './problem.ts';
import { isScript, runScript } from './scripts.ts';
import { start } from './start.ts';
import { status } from './status.ts';
import { stop } from './stop.ts';

const configured: Readonly<Record<ConfiguredCommand, (config: Config) => Promise<number>>> = {
  start,
  stop,
  status,
};

const isConfigured = (command: string): command is ConfiguredCommand => command in configured;

async function runConfigured(command: ConfiguredCommand, argv: readonly string[]): Promise<number> {
  const parsed = parseConfig(command, argv, environment);
  if (!parsed.ok) {
    console.error(parsed.faults.join('\n'));
    return 2;
  }
  if (parsed.config.help) {
    console.log(helpFor(command));
    return 0;
  }
  return configured[command](parsed.config);
}

/** @param argv command and its arguments @returns exit code */
export async function main(argv: readonly string[]): Promise<number> {
  // The reader of our lines may go away before we do (`npm start | head`); that is no failure.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);
  const [command = '', ...rest] = argv;
  try {
    if (isConfigured(command)) return await runConfigured(command, rest);
    if (isScript(command)) return await runScript(command, rest);
    if (command === 'check') return await check();
    if (command === 'test') return await test(rest);
    console.error(helpFor('all'));
    return 2;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    console.error(error.message);
    return 1;
  }
}
