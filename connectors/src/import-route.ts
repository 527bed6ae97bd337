/**
 * `POST /imports` on the internal port: a file comes in as the request's body, its progress goes out
 * as lines of JSON. Query: site, file (its name), complete=true, observedAt (epoch ms).
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { rawTopic } from '@auction/avro/topics';
import type { Log } from '@auction/streams/runtime/log';
import { errorFields } from '@auction/streams/runtime/logger';
import type { Logger } from '@auction/streams/runtime/logger';
import { answerJson } from '@auction/streams/runtime/ops-server';
import type { OpsHandler } from '@auction/streams/runtime/ops-server';
import { z } from 'zod';
import type { FeedFile } from './connector.ts';
import type { Taken } from './feed-snapshots.ts';
import type { FeedWorker } from './feed-worker.ts';
import { inflated } from './http/inflate.ts';
import type { ImportEvent } from './import-events.ts';
import { tokenRefusal } from './internal-token.ts';
import type { Refusal } from './internal-token.ts';
import { received } from './uploaded-file.ts';

export interface ImportRouteOptions {
  /** By site. */
  readonly workers: ReadonlyMap<string, Pick<FeedWorker, 'importFile'>>;
  readonly log: Log;
  readonly logger: Logger;
  readonly token: string;
  /** Of the file, packed and unpacked. */
  readonly bytesMax: number;
  /** Epoch ms. */
  readonly now: () => number;
}

const query = z.object({
  site: z.string(),
  file: z.string().max(255).default('upload'),
  complete: z.enum(['true', 'false']).default('false'),
  observedAt: z.coerce.number().int().positive().optional(),
});

/** Rows between two lines of progress. */
const progressRows = 5_000;

export function importRoute(options: ImportRouteOptions): OpsHandler {
  const busySites = new Set<string>();
  return async (request, response) => {
    const asked = query.safeParse(Object.fromEntries(addressOf(request).searchParams));
    const site = asked.data?.site ?? '';
    const refusal = busySites.has(site) ? busy : refusalOf(request, options, asked.data?.site);
    if (refusal || !asked.success) {
      // The sender is still sending: it listens only when it may finish.
      request.resume();
      const { status, error } = refusal ?? { status: 400, error: 'BAD_QUERY: wrong parameters' };
      answerJson(response, status, { error });
      return;
    }
    busySites.add(site);
    try {
      const isComplete = asked.data.complete === 'true';
      const observedAt = asked.data.observedAt ?? options.now();
      const file = uploadedFile(request, asked.data.file, observedAt, options.bytesMax);
      await receive(options, { site, file, isComplete }, response);
    } finally {
      busySites.delete(site);
    }
  };
}

interface Upload {
  readonly site: string;
  readonly file: FeedFile;
  readonly isComplete: boolean;
}

async function receive(
  options: ImportRouteOptions,
  { site, file, isComplete }: Upload,
  response: ServerResponse,
): Promise<void> {
  const tell = (event: ImportEvent): void => void response.write(`${JSON.stringify(event)}\n`);
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  // The sender learns at once that it is listened to; the first line may be long in coming.
  response.flushHeaders();
  let told = 0;
  const onProgress = (rows: number): void => {
    if (rows < told + progressRows) return;
    told = rows;
    tell({ kind: 'progress', rows });
  };
  try {
    const worker = options.workers.get(site);
    if (!worker) throw new Error(`no worker of ${site}`); // refused before
    const taken = await worker.importFile(file, { isComplete, onProgress });
    tell(await outcome(options.log, taken));
  } catch (error) {
    options.logger.error('import broke off', errorFields(error));
    tell({ kind: 'failed', reason: 'LOG_DOWN: the file could not be published' });
  }
  response.end();
}

async function outcome(log: Log, taken: Taken): Promise<ImportEvent> {
  const { end, identity, warnings } = taken;
  if (!taken.isPublished) {
    return { kind: 'refused', reason: end.reason ?? 'NOT_READABLE: the file cannot be read' };
  }
  const { site, snapshotId, sequence, observedAt } = identity;
  const ends = await log.ends(rawTopic(site).name);
  return { kind: 'done', snapshotId, sequence, observedAt, ...end, warnings: [...warnings], ends };
}

const busy: Refusal = { status: 409, error: 'BUSY: another import is running' };

function refusalOf(
  request: IncomingMessage,
  { token, workers, bytesMax }: ImportRouteOptions,
  askedSite: string | undefined,
): Refusal | undefined {
  const stranger = tokenRefusal(request, token);
  if (stranger) return stranger;
  if (askedSite !== undefined && !workers.has(askedSite)) {
    const served = [...workers.keys()].join(', ');
    return { status: 404, error: `WRONG_SITE: this is the connector of ${served}` };
  }
  if (Number(request.headers['content-length'] ?? 0) > bytesMax) {
    return { status: 413, error: `TOO_LARGE: at most ${bytesMax} bytes` };
  }
  return undefined;
}

const addressOf = (request: IncomingMessage): URL => new URL(request.url ?? '/', 'http://local');

function uploadedFile(
  request: IncomingMessage,
  name: string,
  observedAt: number,
  bytesMax: number,
): FeedFile {
  return {
    source: name,
    observedAt,
    validators: { etag: null, lastModified: null },
    misfit: null,
    bytes: inflated(received(request, bytesMax), bytesMax),
    cancel: () => request.resume(),
  };
}
