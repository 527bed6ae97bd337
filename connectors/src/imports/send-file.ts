/** Brings a file to the connector, again and again if need be: every try is a snapshot of its own. */
import { createReadStream } from 'node:fs';
import { request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { importEvent } from '../import-events.ts';
import type { ImportDone, ImportEvent } from '../import-events.ts';
import { tokenHeader } from '../internal-token.ts';

export interface SendRequest {
  /** Base of the connector's internal port. */
  readonly connectorUrl: string;
  readonly token: string;
  readonly site: string;
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
  readonly isComplete: boolean;
  /** Epoch ms; undefined: when the connector begins. */
  readonly observedAt: number | undefined;
  readonly onProgress: (rows: number) => void;
  /** Told when a try failed and another one follows. */
  readonly onRetry: (reason: string) => void;
  /** Epoch ms after which no try begins. */
  readonly deadlineAt: number;
}

export type Sent =
  | { readonly ok: true; readonly done: ImportDone }
  /** @property reason for people */
  | { readonly ok: false; readonly reason: string };

/** What one try ended with; LOST: the connector went away, or its log did. */
type Try = Sent | { readonly ok: 'LOST'; readonly reason: string };

const retryEveryMs = 1_000;
const busyStatus = 409;
const errorAnswer = z.object({ error: z.string() });

/** Sends until the connector has taken the file or refused it. */
export async function sendFile(request: SendRequest): Promise<Sent> {
  for (;;) {
    const result = await tryOnce(request);
    if (result.ok !== 'LOST') return result;
    if (Date.now() > request.deadlineAt) return { ok: false, reason: result.reason };
    request.onRetry(result.reason);
    await delay(retryEveryMs);
  }
}

async function tryOnce(request: SendRequest): Promise<Try> {
  try {
    const response = await upload(request);
    return response.statusCode === 200 ? await outcome(response, request) : await refusal(response);
  } catch (error) {
    return { ok: 'LOST', reason: `the connector cannot be reached (${codeOf(error)})` };
  }
}

/** Resolves with the answer's head, which comes while the file is still being sent. */
function upload(request: SendRequest): Promise<IncomingMessage> {
  const { site, isComplete, observedAt } = request;
  const url = new URL('/imports', request.connectorUrl);
  url.search = new URLSearchParams({
    site,
    file: basename(request.path).slice(0, 255),
    complete: String(isComplete),
    ...(observedAt === undefined ? {} : { observedAt: String(observedAt) }),
  }).toString();
  return new Promise((resolve, reject) => {
    const headers = { [tokenHeader]: request.token, 'content-length': String(request.bytes) };
    const outgoing = httpRequest(url, { method: 'POST', headers, agent: false });
    outgoing.on('response', resolve);
    outgoing.on('error', reject);
    pipeline(createReadStream(request.path), outgoing, (error) => {
      if (error) reject(error);
    });
  });
}

async function outcome(response: IncomingMessage, request: SendRequest): Promise<Try> {
  for await (const event of events(response)) {
    if (event.kind === 'progress') request.onProgress(event.rows);
    else if (event.kind === 'done') return { ok: true, done: event };
    else if (event.kind === 'refused') return { ok: false, reason: event.reason };
    else return { ok: 'LOST', reason: event.reason };
  }
  return { ok: 'LOST', reason: 'the connector ended in the middle of the file' };
}

async function* events(response: IncomingMessage): AsyncGenerator<ImportEvent> {
  for await (const line of createInterface({ input: response })) {
    yield importEvent.parse(JSON.parse(line));
  }
}

async function refusal(response: IncomingMessage): Promise<Try> {
  const chunks = await response.setEncoding('utf8').toArray();
  const { error: reason } = errorAnswer.parse(JSON.parse(chunks.join('')));
  return response.statusCode === busyStatus ? { ok: 'LOST', reason } : { ok: false, reason };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error ? String(error.code) : error.message;
}
