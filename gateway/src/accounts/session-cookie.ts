/**
 * The session cookie. Over TLS `__Host-sid` with Secure; `sid` without it only on plain http bound
 * to loopback, where a browser would not send a Secure one.
 */
import cookie from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '@auction/streams/runtime/logger';
import { errorFields } from '@auction/streams/runtime/logger';
import type { App } from '../http/app-types.ts';
import { pathOf } from '../http/problem.ts';
import type { Sessions } from './sessions.ts';

const cookieAgeS = 400 * 24 * 3_600; // the longest browsers keep; the session itself ends earlier

export interface SessionCookie {
  /** Value the request carries, when it may be one of ours. */
  of(request: FastifyRequest): string | undefined;
  /** Makes an anonymous session and tells the browser. @throws StoreAway */
  give(reply: FastifyReply): Promise<void>;
  /** Tells the browser a value: of somebody who has signed in. */
  set(reply: FastifyReply, value: string): void;
}

export interface SessionCookieOptions {
  readonly sessions: Sessions;
  readonly secure: boolean;
  readonly logger: Logger;
}

export async function sessionCookie(
  app: App,
  options: SessionCookieOptions,
): Promise<SessionCookie> {
  const { sessions, secure, logger } = options;
  const name = secure ? '__Host-sid' : 'sid';
  await app.register(cookie);

  const of = (request: FastifyRequest): string | undefined => {
    const value = request.cookies[name];
    return sessions.isWellFormed(value) ? value : undefined;
  };
  const set = (reply: FastifyReply, value: string): void => {
    reply.setCookie(name, value, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure,
      maxAge: cookieAgeS,
    });
  };
  const give = async (reply: FastifyReply): Promise<void> => set(reply, await sessions.create());

  app.addHook('onRequest', async (request, reply) => {
    if (!isFirstLook(request) || of(request) !== undefined) return;
    try {
      await give(reply);
    } catch (error) {
      // Without a session the page still shows; the board asks again when it opens.
      logger.warn('no session for a visitor', errorFields(error));
    }
  });
  return { of, give, set };
}

/** GET of a page or of the API; files, the documentation, sockets and programs need no session. */
function isFirstLook(request: FastifyRequest): boolean {
  if (request.method !== 'GET' || request.headers.upgrade !== undefined) return false;
  if (request.headers.authorization !== undefined) return false;
  const path = pathOf(request);
  if (path.startsWith('/api/docs') || path === '/api/openapi.json') return false;
  return path.startsWith('/api/') || !/\.[a-z0-9]+$/i.test(path);
}
