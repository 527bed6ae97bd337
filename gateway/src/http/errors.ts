/** The one error handler: every failure of a route becomes a problem document here. */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { errorFields } from '@auction/streams/runtime/logger';
import type { Logger } from '@auction/streams/runtime/logger';
import { StoreAway } from '../stores.ts';
import type { App } from './app-types.ts';
import { pathOf, Refusal, sendRefusal } from './problem.ts';
import { requestFields } from './request-trace.ts';
import { refusalOf } from './validation.ts';

/** Fastify's own errors that have a kind of their own, by code. */
const frameworkRefusals: Readonly<Record<string, (error: FastifyError) => Refusal>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () =>
    new Refusal('TOO_LARGE', 'the body is larger than this route takes'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () =>
    new Refusal('UNSUPPORTED_MEDIA_TYPE', 'send `content-type: application/json`, or no body'),
  FST_REQ_FILE_TOO_LARGE: () =>
    new Refusal('TOO_LARGE', 'the file is larger than this route takes'),
  FST_FILES_LIMIT: () => new Refusal('TOO_LARGE', 'one file a request is taken'),
  FST_PARTS_LIMIT: () => new Refusal('TOO_LARGE', 'the form has more parts than this route takes'),
  FST_FIELDS_LIMIT: () =>
    new Refusal('TOO_LARGE', 'the form has more fields than this route takes'),
  FST_INVALID_MULTIPART_CONTENT_TYPE: () =>
    new Refusal('UNSUPPORTED_MEDIA_TYPE', 'send the file as `content-type: multipart/form-data`'),
  FST_ERR_CTP_EMPTY_JSON_BODY: () =>
    new Refusal('BAD_REQUEST', 'the body is empty: send JSON, or no content-type'),
  FST_ERR_HANDLER_TIMEOUT: () =>
    new Refusal('OVERLOADED', 'it took too long; try again', { retryAfterMs: 5_000 }),
};

export function handleErrors(app: App, logger: Logger): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const refusal = refusalFor(error, request);
    if (refusal.code === 'INTERNAL') {
      const route = request.routeOptions.url ?? 'no route';
      logger.error('a route failed', { ...requestFields(request), route, ...errorFields(error) });
    }
    return sendRefusal(request, reply, refusal);
  });
}

/** @returns what to answer for anything a hook, a handler or the framework threw */
function refusalFor(error: FastifyError, request: FastifyRequest): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof StoreAway) {
    const detail = `${error.store} does not answer; try again shortly`;
    return new Refusal('STORE_AWAY', detail, { retryAfterMs: 5_000 });
  }
  if (error.validation) {
    const context = error.validationContext ?? 'request';
    return refusalOf(error.validation, context, knownNames(request, context));
  }
  const known = frameworkRefusals[error.code];
  if (known) return known(error);
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return new Refusal('BAD_REQUEST', error.message);
  }
  return new Refusal('INTERNAL', 'it is not your request; the failure is in our log', {});
}

/** Names a route's schema has for a part of the request. */
function knownNames(request: FastifyRequest, context: string): string[] {
  const schema: unknown =
    request.routeOptions.schema?.[context === 'params' ? 'params' : 'querystring'];
  if (typeof schema !== 'object' || schema === null || !('properties' in schema)) return [];
  return Object.keys(schema.properties ?? {});
}

/** 404 as a problem. */
export function answerNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const detail = `there is no ${request.method} ${pathOf(request)}; routes are listed at /api/docs`;
  return sendRefusal(request, reply, new Refusal('NOT_FOUND', detail));
}
