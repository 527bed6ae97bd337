/** Files of the archive in an S3-compatible bucket. A file is sent whole: S3 shows it then, or not at all. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsClient } from 'aws4fetch';
import { digestOf, draftIn } from './archive-files.ts';
import type { ArchiveFiles } from './archive-files.ts';

export interface Bucket {
  /** `https://host/bucket`, with a folder in the bucket behind it where wanted. */
  readonly url: string;
  readonly region: string;
  readonly keyId: string;
  readonly secret: string;
}

const triesMax = 5;

/** @throws Error with the store's word on a request it refuses; passing troubles are tried again */
export function bucketFiles({ url, region, keyId, secret }: Bucket): ArchiveFiles {
  const client = new AwsClient({
    ...{ accessKeyId: keyId, secretAccessKey: secret, service: 's3', region, retries: triesMax },
  });
  const urlOf = (name: string): string => `${url.replace(/\/+$/, '')}/${name}`;
  async function ask(method: string, name: string, body?: Uint8Array<ArrayBuffer>) {
    const answer = await client.fetch(urlOf(name), { method, ...(body && { body }) });
    if (answer.ok || (method === 'DELETE' && answer.status === 404)) return answer;
    const said = (await answer.text()).slice(0, 300);
    throw new Error(`${method} ${urlOf(name)}: ${answer.status} ${said}`);
  }
  const put = async (name: string, body: Uint8Array<ArrayBuffer>): Promise<void> => {
    await (await ask('PUT', name, body)).arrayBuffer();
  };
  let scratch: Promise<string> | undefined;
  const scratchFolder = (): Promise<string> =>
    (scratch ??= mkdtemp(join(tmpdir(), 'auction-archive-')));
  return {
    draft: async (name) => draftIn(await scratchFolder(), name),
    async keep(draft, name) {
      await put(name, new Uint8Array(await readFile(draft)));
      await rm(draft);
    },
    keepText: (name, text) => put(name, new TextEncoder().encode(text)),
    async open(name) {
      const answer = await ask('GET', name);
      const path = await draftIn(await scratchFolder(), `read/${name}`);
      await writeFile(path, new Uint8Array(await answer.arrayBuffer()));
      return { path, close: () => rm(path, { force: true }) };
    },
    async digest(name) {
      const { body } = await ask('GET', name);
      if (body === null) throw new Error(`${urlOf(name)} has no content`);
      return digestOf(body);
    },
    async remove(name) {
      await (await ask('DELETE', name)).arrayBuffer();
    },
    where: urlOf,
    async close() {
      if (scratch) await rm(await scratch, { recursive: true, force: true });
      scratch = undefined;
    },
  };
}
