/** Services as the product runs them: processes of their own, told everything by their environment. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { eventually } from './eventually.ts';

export type Environment = Readonly<Record<string, string>>;

const root = join(import.meta.dirname, '../../..');
const linesKept = 30;
const startWithinMs = 60_000;

export interface Service {
  /** Where it answers `/readyz` and `/metrics`. */
  readonly opsPort: number;
  /** Ends it as its supervisor would. @returns its exit code */
  stop(): Promise<number | null>;
  /** Ends it without a word, in the middle of whatever it does. */
  kill(): Promise<void>;
}

/** A command that has ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(
  script: string,
  args: readonly string[],
  env: Environment,
  onLine: (line: string) => void = () => undefined,
) {
  const child = spawn(process.execPath, [join(root, script), ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const tail: string[] = [];
  for (const output of [child.stdout, child.stderr]) {
    createInterface({ input: output }).on('line', (line) => {
      onLine(line);
      tail.push(line);
      if (tail.length > linesKept) tail.shift();
    });
  }
  return { child, tail };
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode !== null || signalCode !== null;

/** Runs a one-shot to its end. @throws with its last lines when it fails */
export async function runOnce(script: string, env: Environment): Promise<void> {
  const { child, tail } = start(script, [], env);
  await once(child, 'close');
  if (child.exitCode !== 0) throw new Error(`${script} failed:\n${tail.join('\n')}`);
}

/**
 * Runs a command as a person would.
 * @param onLine told each line of its progress (stderr) as it comes
 */
export async function runCommand(
  script: string,
  args: readonly string[],
  env: Environment,
  onLine: (line: string) => void = () => undefined,
): Promise<Ended> {
  const child = spawn(process.execPath, [join(root, script), ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  createInterface({ input: child.stderr }).on('line', (line) => {
    stderr += `${line}\n`;
    onLine(line);
  });
  const closed = once(child, 'close');
  const stdout = await text(child.stdout);
  await closed;
  return { code: child.exitCode, stdout, stderr };
}

/**
 * Starts a service and waits until it says it is ready.
 * @param opsPort of its `/readyz` @param onLine told each line of its log @throws with its last lines when it ends, or is not ready in time
 */
export async function startService(
  script: string,
  args: readonly string[],
  env: Environment,
  opsPort: number,
  onLine?: (line: string) => void,
): Promise<Service> {
  const { child, tail } = start(script, args, { ...env, OPS_PORT: String(opsPort) }, onLine);
  const ready = async () => {
    if (hasEnded(child)) return;
    const { ok } = await fetch(`http://127.0.0.1:${opsPort}/readyz`);
    if (!ok) throw new Error(`${script} is not ready:\n${tail.join('\n')}`);
  };
  await eventually(ready, { withinMs: startWithinMs, everyMs: 100 });
  if (hasEnded(child)) throw new Error(`${script} has ended:\n${tail.join('\n')}`);
  return {
    opsPort,
    async stop() {
      if (hasEnded(child)) return child.exitCode;
      const closed = once(child, 'close');
      child.kill('SIGTERM');
      await closed;
      return child.exitCode;
    },
    async kill() {
      if (hasEnded(child)) return;
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      await closed;
    },
  };
}

/** A port nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
