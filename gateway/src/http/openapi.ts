/** The API's description, made from the routes' own schemas, and a page to read and try it. */
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyContextConfig, FastifySchema } from 'fastify';
import { Type } from 'typebox';
import { publicRoute } from '../accounts/roles.ts';
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
        { name: 'live', description: 'Opening the live board' },
        { name: 'accounts', description: 'Registering, signing in, the own account' },
        {
          name: 'organisation',
          description: 'Users, invitations and API tokens of an organisation',
        },
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
    transform: ({ schema, url, route }) => ({ url, schema: withSecurity(schema, route.config) }),
  });
  await app.register(swaggerUi, {
    routePrefix: '/api/docs',
    uiConfig: { deepLinking: true, validatorUrl: null },
  });
}

/** What a route declares about its users, in the description's words. */
function withSecurity(schema: FastifySchema, config: FastifyContextConfig = {}): FastifySchema {
  const { access } = config;
  if (access === undefined || access === 'PUBLIC') return schema;
  const { roles, scope } = access;
  const people = roles.length === 0 ? 'whoever is signed in' : roles.join(', ');
  const programs = scope === undefined ? [] : [`tokens with the scope ${scope}`];
  const description = `For ${[people, ...programs].join('; ')}. ${schema.description ?? ''}`.trim();
  const session = { session: [] };
  return { ...schema, description, security: scope ? [session, { token: [] }] : [session] };
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
