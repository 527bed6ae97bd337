/**
 * Lets requests through to a route that declares who may use it (roles.ts). A session cookie or an
 * API token says who is asking; a token is never mixed with a cookie.
 */
import type { FastifyRequest } from 'fastify';
import { audit } from '../audit/audit-outbox.ts';
import type { App } from '../http/app-types.ts';
import { Refusal } from '../http/problem.ts';
import type { Postgres } from '../postgres.ts';
import type { ApiTokens } from './api-tokens.ts';
import { notSignedIn } from './principal.ts';
import type { Principal } from './principal.ts';
import { mayUse } from './roles.ts';
import type { Access } from './roles.ts';
import type { SessionCookie } from './session-cookie.ts';
import type { Sessions } from './sessions.ts';

export interface AccessOptions {
  readonly postgres: Postgres;
  readonly sessions: Sessions;
  readonly tokens: ApiTokens;
  readonly cookie: SessionCookie;
  readonly now: () => number;
}

const bearer = /^Bearer +(\S+)$/i;

/** The token a request carries, well formed or not. */
export const bearerOf = (request: FastifyRequest): string | undefined =>
  bearer.exec(request.headers.authorization ?? '')?.[1];

/** Register before the routes it is to guard. */
export function guardRoutes(app: App, options: AccessOptions): void {
  app.decorateRequest('principal', null);
  app.addHook('onRequest', async (request) => {
    const access = request.routeOptions.config.access ?? 'PUBLIC';
    if (access === 'PUBLIC') return;
    const principal = await principalOf(request, options);
    if (!principal) throw notSignedIn();
    request.principal = principal;
    if (mayUse(access, principal)) return;
    await tellRefusal(request, options);
    throw new Refusal('FORBIDDEN', forbiddenWords(access, principal));
  });
}

async function principalOf(
  request: FastifyRequest,
  { sessions, tokens, cookie }: AccessOptions,
): Promise<Principal | undefined> {
  const token = bearerOf(request);
  if (token !== undefined) return tokens.find(token);
  const session = cookie.of(request);
  return session === undefined ? undefined : sessions.find(session);
}

const tellRefusal = (request: FastifyRequest, { postgres, now }: AccessOptions): Promise<void> =>
  postgres.transaction('accounts', (tx) => {
    const target = `${request.method} ${request.routeOptions.url ?? ''}`;
    return audit(tx, request, { action: 'ROUTE_USED', refusal: 'FORBIDDEN', target }, now());
  });

function forbiddenWords(access: Exclude<Access, 'PUBLIC'>, principal: Principal): string {
  if (principal.scopes === null) return `it takes one of the roles ${access.roles.join(', ')}`;
  return access.scope === undefined
    ? 'no token opens this route: sign in for it'
    : `the token needs the scope ${access.scope}`;
}
