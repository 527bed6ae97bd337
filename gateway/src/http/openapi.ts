/** The API's description, made from the routes' own schemas, and a page to read and try it. */
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { Type } from 'typebox';
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
      ],
    },
  });
  await app.register(swaggerUi, {
    routePrefix: '/api/docs',
    uiConfig: { deepLinking: true, validatorUrl: null },
  });
}

export function openApiRoute(app: App): void {
  app.get(
    '/api/openapi.json',
    {
      schema: {
        hide: true,
        response: { 200: Type.Unsafe<object>({ type: 'object', additionalProperties: true }) },
      },
    },
    async () => app.swagger(),
  );
}
