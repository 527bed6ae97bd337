/** A real S3 server (versitygw on a folder) for specs, where one is installed. */
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

/** @returns the command of the server; undefined, with the reason printed, where there is none */
export function findS3Server(): string | undefined {
  const command = process.env['VERSITYGW'] ?? 'versitygw';
  const { status, error } = spawnSync(command, ['--version']);
  if (status === 0) return command;
  const why = error?.message ?? `it ended with ${status}`;
  process.stdout.write(
    `S3 specs skipped: ${command} does not run (${why}); ` +
      'go install github.com/versity/versitygw/cmd/versitygw@v1.0.14, or set VERSITYGW\n',
  );
  return undefined;
}

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
