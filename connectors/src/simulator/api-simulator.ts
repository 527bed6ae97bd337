/** A site that answers in JSON, over one made-up market (feeds.md section 15): port, faults, truth. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerFaults, httpDate } from './answer-faults.ts';
import type { AnswerFault } from './answer-faults.ts';
import { FaultPlan } from './fault-plan.ts';
import type { FaultRule } from './fault-plan.ts';
import { RequestLog } from './request-log.ts';
import type { SiteMarket } from './site-market.ts';

export interface ApiRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** Market time, epoch ms. */
  readonly at: number;
  /** A fault of the content that this answer shall have. */
  readonly fault: FaultRule | undefined;
  readonly number: number;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  /** False: the credential was wrong or missing, and no fault is played. */
  readonly isKeyRight?: boolean;
}

/** One site's own part. */
export interface ApiSite {
  /** Faults of the content it can play, besides those every answer can have. */
  readonly contentFaults: readonly string[];
  readonly answer: (request: ApiRequest) => ApiAnswer | Promise<ApiAnswer>;
  readonly truth: (at: number) => readonly unknown[];
}

export interface ApiSimulatorOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly seed: number;
  readonly market: SiteMarket;
  /** Market time, epoch ms. */
  readonly now: () => number;
  readonly site: (market: SiteMarket, siteUrl: () => string) => ApiSite;
}

export interface ApiSimulator {
  readonly siteUrl: string;
  readonly faults: FaultPlan;
  readonly requests: RequestLog;
  readonly truth: (at: number) => readonly unknown[];
  close(): Promise<void>;
}

const bodyBytesMax = 4 * 1024 * 1024;
const jsonType = { 'content-type': 'application/json' };

/** Opens the site's port. @throws the listen error, for example EADDRINUSE */
export async function startApiSimulator(options: ApiSimulatorOptions): Promise<ApiSimulator> {
  const { host, seed, market, now } = options;
  let siteUrl = '';
  const site = options.site(market, () => siteUrl);
  const faults = new FaultPlan(seed, [...site.contentFaults, ...Object.keys(answerFaults)]);
  const requests = new RequestLog();
  const server = createServer((request, response) => {
    // A client that goes away in the middle is none of the site's business.
    answer({ site, faults, requests, now }, request, response).catch(() => response.destroy());
  });
  server.listen(options.port, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  siteUrl = `http://${host}:${port}`;
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  const truth = (at: number): readonly unknown[] => site.truth(at);
  return { siteUrl, faults, requests, truth, close: () => (closing ??= close()) };
}

interface Serving {
  readonly site: ApiSite;
  readonly faults: FaultPlan;
  readonly requests: RequestLog;
  readonly now: () => number;
}

async function answer(
  { site, faults, requests, now }: Serving,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await bodyOf(request);
  const at = now();
  const { number } = requests.begin(request, true, at);
  response.on('close', () => requests.end(number, response.statusCode));
  const rule = faults.faultOf(number, request.url ?? '/');
  requests.note(number, rule?.name ?? null);
  const isOfAnswer = rule !== undefined && isAnswerFault(rule.name);
  const url = new URL(request.url ?? '/', 'http://site');
  const { method = 'GET', headers } = request;
  const fault = isOfAnswer ? undefined : rule;
  const given = await site.answer({ method, url, headers, body, at, fault, number });
  response.sendDate = false;
  const sent = Buffer.from(given.body);
  const answerHeaders = { date: httpDate(at), ...jsonType, ...given.headers };
  if (rule !== undefined && isAnswerFault(rule.name) && given.isKeyRight !== false) {
    const file = { bytes: sent.length, modifiedAt: at, open: (end?: number) => portion(sent, end) };
    await answerFaults[rule.name]({
      response,
      settings: rule,
      file: () => Promise.resolve(file),
      headers: () => answerHeaders,
    });
    return;
  }
  const length = given.status === 204 ? {} : { 'content-length': String(sent.length) };
  response.writeHead(given.status, { ...answerHeaders, ...length });
  response.end(sent);
}

async function* portion(bytes: Buffer, end?: number): AsyncGenerator<Buffer> {
  yield end === undefined ? bytes : bytes.subarray(0, end + 1);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8') as AsyncIterable<string>) {
    if (text.length < bodyBytesMax) text += chunk;
  }
  return text;
}

const isAnswerFault = (name: string): name is AnswerFault => name in answerFaults;
