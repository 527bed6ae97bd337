/** Faults that are in the answer: status, transfer or place are wrong, whatever the file holds. */
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { FaultSettings } from './fault-settings.ts';

/** An answer's body as it should be. */
export interface ServedBody {
  readonly bytes: number;
  /** Epoch ms. */
  readonly modifiedAt: number;
  /** @param end last byte wanted; absent: all of them */
  readonly open: (end?: number) => AsyncIterable<Buffer>;
}

export interface FaultyAnswer {
  readonly response: ServerResponse;
  readonly settings: FaultSettings;
  /** The file that should have been sent. */
  readonly file: () => Promise<ServedBody>;
  /** Headers it would have had. */
  readonly headers: (file: ServedBody) => Readonly<Record<string, string>>;
}

type Play = (answer: FaultyAnswer) => void | Promise<void>;

const html = { 'content-type': 'text/html' };
const page = (title: string, text: string): string =>
  `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${text}</h1></center>\r\n` +
  '<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n';

/** About the size of a real one; the marks are what its readers look for. */
const challengePage =
  '<html style="height:100%"><head><META NAME="ROBOTS" CONTENT="NOINDEX, NOFOLLOW"></head>' +
  '<body style="margin:0px;height:100%"><iframe id="main-iframe" src="/_challenge?ident=0-0">' +
  `Request unsuccessful. Incident ID: 0-000000000000000000</iframe>${' '.repeat(700)}</body></html>`;

export const answerFaults = {
  challenge: ({ response }) => {
    const cookies = ['visid_example=0; path=/', 'session_example=0; path=/'];
    response.writeHead(200, { ...html, 'x-iinfo': '0-0-0 NNNN', 'set-cookie': cookies });
    response.end(challengePage);
  },
  'login-page': ({ response }) => {
    response.writeHead(200, html).end(page('Sign in', 'Please sign in'));
  },
  blocked: ({ response }) => {
    response.writeHead(403, html).end(page('403 Forbidden', '403 Forbidden'));
  },
  throttled: ({ response, settings }) => {
    const wait = settings.retryAfterSeconds;
    const retry = wait === undefined ? {} : { 'retry-after': String(wait) };
    response.writeHead(429, { ...html, ...retry }).end(page('429', '429 Too Many Requests'));
  },
  down: ({ response, settings }) => {
    const status = settings.status ?? 503;
    response.writeHead(status, html).end(page(String(status), `${status} Unavailable`));
  },
  empty: async ({ response, file, headers: headersOf }) => {
    const headers = headersOf(await file());
    // Its type is that of a good answer; only the bytes are missing.
    response.writeHead(200, { ...headers, 'content-length': '0' }).end();
  },
  cut: async (answer) => {
    await sendPart(answer);
    answer.response.socket?.end();
  },
  reset: async (answer) => {
    await sendPart(answer);
    answer.response.socket?.resetAndDestroy();
  },
  /** Says nothing more, and keeps the connection. */
  stall: sendPart,
  /** Everything comes, a little at a time. */
  drip: async ({ response, settings, file, headers }) => {
    const sent = await file();
    response.writeHead(200, { ...headers(sent), 'content-length': String(sent.bytes) });
    const dropBytes = Math.max(1, Math.round((settings.bytesPerSecond ?? 1_000) / dropsPerSecond));
    for await (const chunk of sent.open()) {
      for (let from = 0; from < chunk.length; from += dropBytes) {
        if (response.destroyed) return;
        response.write(chunk.subarray(from, from + dropBytes));
        await delay(1_000 / dropsPerSecond);
      }
    }
    response.end();
  },
  /** Takes the connection and never answers. */
  silent: () => undefined,
  redirect: ({ response, settings }) => {
    response.writeHead(302, { ...html, location: settings.location ?? '/elsewhere' });
    response.end(page('302 Found', '302 Found'));
  },
  'clock-skew': async ({ response, file, headers }) => {
    const sent = await file();
    const shifted = { 'last-modified': httpDate(sent.modifiedAt + skewMs) };
    const date = httpDate(Date.parse(headers(sent)['date'] ?? '') + skewMs);
    const length = String(sent.bytes);
    response.writeHead(200, { ...headers(sent), ...shifted, date, 'content-length': length });
    await pipeline(sent.open(), response);
  },
} as const satisfies Record<string, Play>;

export type AnswerFault = keyof typeof answerFaults;

const dropsPerSecond = 4;
const skewMs = 7_200_000;
export const httpDate = (at: number): string => new Date(at).toUTCString();

/** The true length is announced, only a share of the bytes is sent, ending inside a line. */
async function sendPart({ response, settings, file, headers }: FaultyAnswer): Promise<void> {
  const sent = await file();
  response.writeHead(200, { ...headers(sent), 'content-length': String(sent.bytes) });
  const end = Math.floor(sent.bytes * (settings.share ?? 0.6));
  for await (const chunk of sent.open(end)) response.write(chunk);
}
