/**
 * The internal port of every service: GET /healthz (liveness: restart me when it fails), /readyz
 * (send me work), /metrics (Prometheus text), and whatever routes a service adds. Never public.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { errorFields } from './logger.ts';
import type { Logger } from './logger.ts';

/** Answer to a probe; the details are for people. */
export interface Probe {
  readonly ok: boolean;
  readonly details?: Readonly<Record<string, unknown>>;
}

export type OpsHandler = (
  request: IncomingMessage,
  response: ServerResponse,
) => void | Promise<void>;

export interface OpsServerOptions {
  readonly host: string;
  /** 0: any free port, see `OpsServer.port`. */
  readonly port: number;
  readonly name: string;
  readonly version: string;
  readonly metrics: Registry;
  readonly logger: Logger;
  /** Never asks an external dependency: a dead store must not restart the service. */
  readonly isHealthy: () => Probe;
  readonly isReady: () => Probe;
  /** By method and path, for example `POST /imports`. */
  readonly routes?: Readonly<Record<string, OpsHandler>>;
}

export interface OpsServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Longest a request may take to arrive: a feed file over a slow line, ms. */
const requestMs = 1_800_000;

/** A registry with the process's own metrics in it. */
export function createMetrics(): Registry {
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  return metrics;
}

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

function builtIn(options: OpsServerOptions): Readonly<Record<string, OpsHandler>> {
  const identity = { name: options.name, version: options.version };
  return {
    'GET /healthz': (_request, response) => {
      const { ok, details } = options.isHealthy();
      answerJson(response, ok ? 200 : 503, { healthy: ok, ...identity, ...details });
    },
    'GET /readyz': (_request, response) => {
      const { ok, details } = options.isReady();
      answerJson(response, ok ? 200 : 503, { ready: ok, ...identity, ...details });
    },
    'GET /metrics': async (_request, response) => {
      const text = await options.metrics.metrics();
      response.writeHead(200, { 'content-type': options.metrics.contentType }).end(text);
    },
  };
}

async function answer(
  handlers: Readonly<Record<string, OpsHandler>>,
  logger: Logger,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  const handler = handlers[`${request.method ?? 'GET'} ${path}`];
  if (!handler) {
    answerJson(response, 404, { error: `nothing at ${path}` });
    return;
  }
  try {
    await handler(request, response);
  } catch (error) {
    logger.error('ops request failed', { path, ...errorFields(error) });
    if (!response.headersSent) answerJson(response, 500, { error: 'internal error' });
    else response.destroy();
  }
}

/** Starts listening. @throws the listen error, for example EADDRINUSE */
export async function startOpsServer(options: OpsServerOptions): Promise<OpsServer> {
  const handlers = { ...builtIn(options), ...options.routes };
  const server = createServer({ requestTimeout: requestMs }, (request, response) => {
    void answer(handlers, options.logger, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
