/** The API's description, made from the routes' own schemas, and a page to read and try it. */
import { STATUS_CODES } from 'node:http';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyContextConfig, FastifySchema } from 'fastify';
import { Type } from 'typebox';
import { publicRoute } from '../accounts/roles.ts';
import type { Access } from '../accounts/roles.ts';
import { Problem } from '../contract.ts';
import type { App } from './app-types.ts';

/** Register before the routes it is to describe. The page lives under the app's own strict policy. */
export async function describeRoutes(app: App, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Auction Manager',
        version,
        description:
          'Vehicle auctions of many sites. Instants are epoch ms UTC, amounts integers in minor units. ' +
          'Refusals are problem documents (RFC 9457). Live changes: `/ws`, subprotocol board.v1.json.',
      },
      tags: [
        { name: 'lots', description: 'Lots, their history and what to filter them by' },
        { name: 'sites', description: 'How the feeds are doing' },
        { name: 'bids', description: 'Bidding, and where the own organisation stands' },
        { name: 'placements', description: 'Bidding on lots of other sites' },
        { name: 'watching', description: 'Watchlist, notes, saved searches and alerts' },
        { name: 'selling', description: "The own organisation's lots" },
        { name: 'live', description: 'Opening the live board' },
        { name: 'accounts', description: 'Registering, signing in, the own account' },
        {
          name: 'organisation',
          description: 'Users, invitations and API tokens of an organisation',
        },
        { name: 'audit', description: 'Who did what' },
        { name: 'logs', description: 'Log lines of all services, for operators' },
        { name: 'platform', description: 'For staff of the platform' },
      ],
      components: {
        securitySchemes: {
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: '__Host-sid',
            description: 'Set by signing in; `sid` on plain http, which is for loopback only',
          },
          token: { type: 'http', scheme: 'bearer', description: "An organisation's API token" },
        },
      },
    },
    transform: ({ schema, url, route }) => ({ url, schema: described(schema, route) }),
  });
  await app.register(swaggerUi, {
    routePrefix: '/api/docs',
    uiConfig: { deepLinking: true, validatorUrl: null },
  });
}

interface Described {
  readonly method: string | readonly string[];
  readonly config?: FastifyContextConfig;
}

/** A route's schema with what its declaration and the app's own checks add to it. */
function described(schema: FastifySchema | undefined, route: Described): FastifySchema {
  const access = route.config?.access ?? 'PUBLIC';
  const isUnsafe = [route.method].flat().some((method) => !['GET', 'HEAD'].includes(method));
  const statuses = [
    429,
    503,
    ...(isUnsafe ? [403] : []),
    ...(schema?.body === undefined ? [] : [413, 415]),
    ...(access === 'PUBLIC' ? [] : [401, 403]),
  ];
  const response = withRefusals(schema?.response, statuses);
  return { ...schema, ...securityOf(access, schema?.description ?? ''), response };
}

/** Refusals as they are sent: problem documents, which are no plain JSON. */
function withRefusals(given: unknown, statuses: readonly number[]): Record<string, unknown> {
  const known = typeof given === 'object' && given !== null ? Object.entries(given) : [];
  const answers = known.filter(([status]) => Number(status) < 400);
  const refused = new Set([...known.map(([status]) => Number(status)), ...statuses]);
  const refusals = [...refused]
    .filter((status) => status >= 400)
    .map((status) => {
      const content = { 'application/problem+json': { schema: Problem } };
      return [String(status), { description: STATUS_CODES[status] ?? '', content }];
    });
  return Object.fromEntries([...answers, ...refusals]) as Record<string, unknown>;
}

/** Who may use a route, in the description's words. */
function securityOf(access: Access, description: string) {
  if (access === 'PUBLIC') return description === '' ? {} : { description };
  const { roles, scope } = access;
  const people = roles.length === 0 ? 'whoever is signed in' : roles.join(', ');
  const programs = scope === undefined ? [] : [`tokens with the scope ${scope}`];
  const session = { session: [] };
  return {
    description: `For ${[people, ...programs].join('; ')}. ${description}`.trim(),
    security: scope === undefined ? [session] : [session, { token: [] }],
  };
}

export function openApiRoute(app: App): void {
  app.get(
    '/api/openapi.json',
    {
      ...publicRoute,
      schema: {
        hide: true,
        response: { 200: Type.Unsafe<object>({ type: 'object', additionalProperties: true }) },
      },
    },
    async () => app.swagger(),
  );
}
