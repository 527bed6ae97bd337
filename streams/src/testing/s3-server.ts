/** A real S3 server (versitygw on a folder) for specs, where one is installed or can be built. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bucket } from '../archive/bucket-files.ts';
import { eventually } from './eventually.ts';
import { freePort } from './service-process.ts';

const keyId = 'spec';
const secret = 'spec-secret-of-a-test';
const bucketName = 'archive';

export interface S3Server {
  readonly bucket: Bucket;
  close(): Promise<void>;
}

const version = 'v1.8.0';
const module = `github.com/versity/versitygw/cmd/versitygw@${version}`;
const buildWithinMs = 600_000;

/**
 * The command of the server: of VERSITYGW or the PATH, or built by `go install` into the folder of
 * downloads where Go is there, which takes a minute or two once.
 * @returns undefined, with the reason printed, where there is none
 */
export function findS3Server(): string | undefined {
  const found = locate();
  if ('command' in found) return found.command;
  process.stdout.write(`S3 specs skipped: ${found.why}; go install ${module}, or set VERSITYGW\n`);
  return undefined;
}

function locate(): { readonly command: string } | { readonly why: string } {
  const named = process.env['VERSITYGW'] ?? 'versitygw';
  if (runs(named)) return { command: named };
  if (process.env['VERSITYGW'] !== undefined) return { why: `${named} does not run` };
  const folder = join(cacheDir(), `versitygw-${version}`);
  const command = join(folder, 'versitygw');
  if (runs(command)) return { command };
  if (spawnSync('go', ['version']).status !== 0)
    return { why: 'neither versitygw nor Go is there' };
  process.stdout.write(`building the S3 server of the specs: go install ${module}\n`);
  const { status, stderr } = spawnSync('go', ['install', module], {
    env: { ...process.env, GOBIN: folder },
    encoding: 'utf8',
    timeout: buildWithinMs,
  });
  return status === 0
    ? { command }
    : { why: `go install ended with ${status}: ${stderr.slice(-500)}` };
}

const runs = (command: string): boolean => spawnSync(command, ['--version']).status === 0;

/** Where the servers' jars are kept, too. */
const cacheDir = (): string =>
  process.env['AUCTION_CACHE_DIR'] ?? join(import.meta.dirname, '../../../.data/lib');

export async function startS3Server(command: string): Promise<S3Server> {
  const folder = await mkdtemp(join(tmpdir(), 'auction-s3-'));
  await mkdir(join(folder, 'sidecar'));
  const port = await freePort();
  const data = join(folder, 'data');
  await mkdir(join(data, bucketName), { recursive: true });
  const child = spawn(
    command,
    [
      ...['--port', `127.0.0.1:${port}`, '--access', keyId, '--secret', secret],
      ...['posix', '--sidecar', join(folder, 'sidecar'), data],
    ],
    { stdio: 'ignore' },
  );
  const url = `http://127.0.0.1:${port}`;
  await eventually(
    async () => {
      await (await fetch(url)).arrayBuffer(); // any answer will do
    },
    { withinMs: 60_000 },
  );
  return {
    bucket: { url: `${url}/${bucketName}/cars`, region: 'us-east-1', keyId, secret },
    async close() {
      const closed = once(child, 'close');
      child.kill();
      await closed;
      await rm(folder, { recursive: true });
    },
  };
}
