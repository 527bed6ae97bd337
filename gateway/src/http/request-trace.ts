/**
 * Ids of a request: taken from the browser where they are well formed, else made here. They stand in
 * the answer, in the log lines, in the audit and in the headers of the commands that follow.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import type { Logger } from '@auction/streams/runtime/logger';
import { traceHeaders } from '@auction/streams/runtime/trace';
import type { App } from './app-types.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** 32 hex digits. */
    traceId: string;
  }
}

const wellFormedId = /^[A-Za-z0-9-]{8,64}$/;
const wellFormedTrace = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;
const serverFault = 500;

/** For Fastify's `genReqId`. An id is no secret and opens nothing, so a client may choose it. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && wellFormedId.test(given) ? given : randomUUID();
}

function traceIdOf(request: FastifyRequest): string {
  const given = request.headers['traceparent'];
  const traceId = typeof given === 'string' ? wellFormedTrace.exec(given)?.[1] : undefined;
  return traceId ?? randomBytes(16).toString('hex');
}

/** Headers of a record that this request causes. */
export const headersOf = ({ id: requestId, traceId }: FastifyRequest) =>
  traceHeaders({ requestId, traceId }, randomBytes(8).toString('hex'));

/** What every log line about a request says of it. */
export const requestFields = ({ id: requestId, traceId, principal }: FastifyRequest) => ({
  requestId,
  traceId,
  ...(principal?.organisation ? { organisationId: principal.organisation.id } : {}),
});

/** Register before everything that may refuse a request. Reads are told on level debug only. */
export function traceRequests(app: App, logger: Logger): void {
  app.decorateRequest('traceId', '');
  app.addHook('onRequest', async (request, reply) => {
    request.traceId = traceIdOf(request);
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    const { method } = request;
    const { statusCode: status, elapsedTime } = reply;
    const lotId = lotIn(request);
    const line = {
      ...requestFields(request),
      ...{ method, route: request.routeOptions.url ?? 'no route', status },
      ...{ ms: Math.round(elapsedTime) },
      ...(lotId === undefined ? {} : { lotId }),
    };
    if (status >= serverFault) logger.warn('request failed', line);
    else if (method === 'GET' || method === 'HEAD') logger.debug('request answered', line);
    else logger.info('request answered', line);
  });
}

/** The lot a route is about, by its path; never anything of a body. */
function lotIn({ routeOptions, params }: FastifyRequest): string | undefined {
  const isOfLot = /\/lots\/:(id|lotId)\b/.exec(routeOptions.url ?? '');
  if (!isOfLot || typeof params !== 'object' || params === null) return undefined;
  const id: unknown = Object.entries(params).find(([name]) => name === isOfLot[1])?.[1];
  return typeof id === 'string' && id.length <= 64 ? id : undefined;
}
