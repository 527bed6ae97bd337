/** Refusals as RFC 9457 problem documents: one table of kinds, one shape, one content type. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from '../contract.ts';

/** Every kind of problem a route can answer. */
export const problemKinds = {
  BAD_PARAMETER: { status: 400, title: 'A parameter is wrong' },
  BAD_REQUEST: { status: 400, title: 'The request cannot be read' },
  WEAK_PASSWORD: { status: 400, title: 'A password that would be guessed' },
  LINK_NOT_GOOD: { status: 400, title: 'The link does not work any more' },
  NO_SESSION: { status: 401, title: 'No session' },
  NOT_SIGNED_IN: { status: 401, title: 'Not signed in' },
  WRONG_CREDENTIALS: { status: 401, title: 'Address or password is wrong' },
  ADDRESS_NOT_VERIFIED: { status: 403, title: 'The address is not verified' },
  FORBIDDEN: { status: 403, title: 'Not yours to do' },
  FOREIGN_ORIGIN: { status: 403, title: 'Not from this site' },
  NOT_FOUND: { status: 404, title: 'Nothing here' },
  NO_SUCH_LOT: { status: 404, title: 'No such lot' },
  NO_SUCH_ENTRY: { status: 404, title: 'No such entry' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'Method not allowed' },
  CONFLICT: { status: 409, title: 'It does not go with what is there' },
  TOO_LARGE: { status: 413, title: 'Too large' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'Unsupported media type' },
  TOO_MANY_REQUESTS: { status: 429, title: 'Too many requests' },
  INTERNAL: { status: 500, title: 'Something went wrong here' },
  STORE_AWAY: { status: 503, title: 'A store does not answer' },
  OVERLOADED: { status: 503, title: 'Overloaded' },
} as const;
export type ProblemCode = keyof typeof problemKinds;

export interface ParameterError {
  readonly parameter: string;
  readonly message: string;
}

interface Extras {
  readonly errors?: readonly ParameterError[];
  readonly retryAfterMs?: number;
}

/** A refusal on its way to the client; thrown by handlers and hooks, answered by the error handler. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: ProblemCode;
  readonly extras: Extras;

  /** @param detail what is wrong and what to do, for people */
  constructor(code: ProblemCode, detail: string, extras: Extras = {}) {
    super(detail);
    this.code = code;
    this.extras = extras;
  }
}

/** A 400 that names its parameters. */
export function badParameters(errors: readonly [ParameterError, ...ParameterError[]]): Refusal {
  const [{ parameter, message }] = errors;
  return new Refusal('BAD_PARAMETER', `${parameter}: ${message}`, { errors });
}

/** @param path path of the request, without its query */
export function problemOf(refusal: Refusal, path: string): Problem {
  const { status, title } = problemKinds[refusal.code];
  const { errors, retryAfterMs } = refusal.extras;
  return {
    type: `urn:auction:problem:${refusal.code.toLowerCase().replaceAll('_', '-')}`,
    title,
    status,
    code: refusal.code,
    detail: refusal.message,
    instance: path,
    ...(errors ? { errors: errors.map((error) => ({ ...error })) } : {}),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

/** Path of a request without its query, which may hold what a log should not. */
export const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0] ?? '/';

/** Answers the refusal; a waiting time also stands in `Retry-After`, in seconds. */
export function sendRefusal(
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Refusal,
): FastifyReply {
  const problem = problemOf(refusal, pathOf(request));
  if (problem.retryAfterMs !== undefined) {
    reply.header('retry-after', Math.ceil(problem.retryAfterMs / 1_000));
  }
  // The body is text already, so that the route's own answer schema is not tried on it.
  return reply
    .code(problem.status)
    .type('application/problem+json')
    .serializer((payload: unknown) => String(payload))
    .send(JSON.stringify(problem));
}
