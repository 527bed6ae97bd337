/** An instance of its own for a measurement or a trial: started, asked and stopped by the launcher. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const runScript = join(import.meta.dirname, '../deploy/local/run.mjs');
const liveLine = 'Auction Manager is live: ';

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface UnitStatus {
  readonly name: string;
  readonly healthy: boolean;
  readonly pid?: number;
  readonly memory: number;
}

export interface RunningInstance {
  readonly dataDir: string;
  readonly url: string;
  /** Environment by which our programs find it. */
  readonly env: Readonly<Record<string, string>>;
  status(): Promise<UnitStatus[]>;
  stop(): Promise<void>;
}

/** Runs a command of the launcher on an instance and waits for its end. */
export async function launcher(args: readonly string[], dataDir: string): Promise<CommandResult> {
  const child = spawn(process.execPath, [runScript, ...args], {
    env: { ...process.env, AUCTION_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  const code = await new Promise<number>((resolve) => {
    child.once('close', (exit) => {
      resolve(exit ?? 1);
    });
  });
  return { code, stdout, stderr };
}

export interface InstanceRequest {
  readonly port: number;
  readonly dataDir: string;
  /** More flags of `npm start`. */
  readonly flags?: readonly string[];
}

/** Starts everything and waits for the last line. @throws with the output's end when it does not come */
export async function startInstance(request: InstanceRequest): Promise<RunningInstance> {
  const { port, dataDir, flags = [] } = request;
  const args = ['start', '--port', String(port), '--data-dir', dataDir, ...flags];
  const child = spawn(process.execPath, [runScript, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (text: Buffer) => {
      output += text.toString();
      process.stderr.write(text);
      const found = output.split('\n').find((line) => line.startsWith(liveLine));
      if (found) resolve(found.slice(liveLine.length).trim());
    });
    child.once('close', (code) => {
      reject(new Error(`npm start ended with ${code ?? 'a signal'}:\n${output.slice(-3000)}`));
    });
  });
  const file = readFileSync(join(dataDir, 'instance.json'), 'utf8');
  const { env } = JSON.parse(file) as { env: Record<string, string> };
  return {
    dataDir,
    url,
    env,
    async status() {
      const { stdout } = await launcher(['status', '--json'], dataDir);
      return JSON.parse(stdout) as UnitStatus[];
    },
    async stop() {
      const closed = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGTERM');
      await closed;
    },
  };
}
