/** The site's port: Copart's download as nginx serves it, and neutral pictures of the lots. */
import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { answerFaults, httpDate } from '../../simulator/answer-faults.ts';
import type { AnswerFault, ServedBody } from '../../simulator/answer-faults.ts';
import type { FaultPlan } from '../../simulator/fault-plan.ts';
import type { RequestLog } from '../../simulator/request-log.ts';
import { fileFaults, variantOf } from './file-faults.ts';
import type { FileFault } from './file-faults.ts';
import type { SalesFile, SalesFiles } from './sales-files.ts';

export interface SiteOptions {
  readonly authKey: string;
  readonly files: SalesFiles;
  readonly faults: FaultPlan;
  readonly requests: RequestLog;
  /** Market time, epoch ms: the site's own clock. */
  readonly now: () => number;
}

const salesPath = '/FTPLSTDM/salesdata.cgi';
const gzipLevel = 1;

export function createSite(options: SiteOptions): Server {
  return createServer((request, response) => {
    // A client that goes away in the middle is none of the site's business.
    answer(options, request, response).catch(() => response.destroy());
  });
}

async function answer(
  options: SiteOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.sendDate = false;
  response.setHeader('server', 'nginx');
  response.setHeader('date', httpDate(options.now()));
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://site');
  if (pathname !== salesPath) {
    sendOther(pathname, response);
    return;
  }
  const isKeyRight = searchParams.get('authKey') === options.authKey;
  const entry = options.requests.begin(request, isKeyRight, options.now());
  response.on('close', () => options.requests.end(entry.number, response.statusCode));
  if (!isKeyRight) {
    sendPage(response, 403, '403 Forbidden');
    return;
  }
  await sendSalesData(options, entry.number, request, response);
}

async function sendSalesData(
  { files, faults, requests, now }: SiteOptions,
  number: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const rule = faults.faultOf(number, request.url ?? '/');
  requests.note(number, rule?.name ?? null);
  if (rule && isAnswerFault(rule.name)) {
    const plain = await files.current(variantOf(undefined, {}));
    const headers = (): Record<string, string> => fileHeaders(plain, now());
    const file = (): Promise<ServedBody> => Promise.resolve(bodyOf(plain));
    await answerFaults[rule.name]({ response, settings: rule, file, headers });
    return;
  }
  const fault = rule && isFileFault(rule.name) ? rule.name : undefined;
  const file = await files.current(variantOf(fault, rule ?? {}));
  if (isUnchanged(request, file)) response.writeHead(304, validators(file)).end();
  else await sendFile(file, fileHeaders(file, now()), request, response);
}

async function sendFile(
  file: SalesFile,
  headers: Record<string, string>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const range = rangeOf(request, file.bytes);
  if (range) {
    const length = String(range.end - range.start + 1);
    const at = `bytes ${range.start}-${range.end}/${file.bytes}`;
    response.writeHead(206, { ...headers, ...sized(length), 'content-range': at });
    await pipeline(createReadStream(file.path, range), response);
  } else if ((request.headers['accept-encoding'] ?? '').includes('gzip')) {
    // As nginx does: the length is not known any more, and the tag becomes a weak one.
    const weak = { etag: `W/${file.etag}`, 'content-encoding': 'gzip', vary: 'Accept-Encoding' };
    response.writeHead(200, { ...headers, ...weak });
    await pipeline(createReadStream(file.path), createGzip({ level: gzipLevel }), response);
  } else {
    response.writeHead(200, { ...headers, ...sized(String(file.bytes)) });
    await pipeline(createReadStream(file.path), response);
  }
}

const bodyOf = ({ path, bytes, modifiedAt }: SalesFile): ServedBody => ({
  bytes,
  modifiedAt,
  open: (end) => createReadStream(path, end === undefined ? {} : { end }),
});

function fileHeaders(file: SalesFile, now: number): Record<string, string> {
  return {
    date: httpDate(now),
    'content-type': 'application/octet-stream',
    ...validators(file),
    'content-disposition': 'attachment; filename="salesdata.csv"',
  };
}

const sized = (length: string): Record<string, string> => ({
  'content-length': length,
  'accept-ranges': 'bytes',
});

const validators = (file: SalesFile): Record<string, string> => ({
  'last-modified': httpDate(file.modifiedAt),
  etag: file.etag,
});

/** If-None-Match decides where there is one (RFC 9110 section 13.2.2); compared as weak tags. */
function isUnchanged(request: IncomingMessage, file: SalesFile): boolean {
  const tags = request.headers['if-none-match'];
  if (tags !== undefined) {
    return tags.split(',').some((tag) => tag.trim().replace(/^W\//, '') === file.etag);
  }
  // nginx compares for equality, not for age
  return request.headers['if-modified-since'] === httpDate(file.modifiedAt);
}

function rangeOf(
  request: IncomingMessage,
  bytes: number,
): { start: number; end: number } | undefined {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
  const start = Number(from);
  if (from === undefined || start >= bytes) return undefined;
  return { start, end: Math.min(to === '' ? bytes - 1 : Number(to), bytes - 1) };
}

function sendOther(pathname: string, response: ServerResponse): void {
  const picture = /^\/v1\/AUTH_svc\/(\d+)_(?:thb|ful)\.svg$/.exec(pathname)?.[1];
  const listed = /^\/v1\/lotImages\/(\d+)$/.exec(pathname)?.[1];
  if (picture !== undefined) {
    response.writeHead(200, { 'content-type': 'image/svg+xml', 'cache-control': 'max-age=86400' });
    response.end(drawing(picture));
  } else if (listed !== undefined) {
    const urls = [{ sequence: 1, link: [{ url: `/v1/AUTH_svc/${listed}_ful.svg` }] }];
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ lotImages: urls }));
  } else {
    sendPage(response, 404, '404 Not Found');
  }
}

/** A car that could be anyone's, in a tint of its own. */
function drawing(lotNumber: string): string {
  const hue = Number(lotNumber) % 360;
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 120" role="img">' +
    `<title>Lot ${lotNumber}</title><rect width="160" height="120" fill="hsl(${hue} 25% 88%)"/>` +
    `<path d="M18 82v-18l16-4 18-20h48l24 20 18 5v17z" fill="hsl(${hue} 30% 52%)"/>` +
    `<path d="M58 46h18v14H46zm22 0h17l15 14H80z" fill="hsl(${hue} 25% 94%)"/>` +
    '<circle cx="46" cy="84" r="12" fill="#333"/><circle cx="116" cy="84" r="12" fill="#333"/></svg>'
  );
}

function sendPage(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/html' });
  response.end(`<html><head><title>${text}</title></head><body>${text}</body></html>\r\n`);
}

const isAnswerFault = (name: string): name is AnswerFault => name in answerFaults;
const isFileFault = (name: string): name is FileFault => name in fileFaults;
