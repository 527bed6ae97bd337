/** The description of the API: valid, whole, and true to what routes declare. */
import { Validator } from '@seriousme/openapi-schema-validator';
import { silentLogger } from '@auction/streams/runtime/logger';
import { LiveSockets } from '../accounts/live-sockets.ts';
import { buildApp } from '../app.ts';
import { BoardFeed } from '../board/board-feed.ts';
import { Board } from '../board/board.ts';
import { openPostgres } from '../postgres.ts';
import { aDesk } from '../testing/a-desk.ts';
import type { App } from './app-types.ts';

interface Operation {
  readonly summary?: string;
  readonly security?: readonly Readonly<Record<string, unknown>>[];
  readonly responses: Readonly<Record<string, unknown>>;
}
interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

let app: App;
let description: Description;
beforeAll(async () => {
  const url = 'postgres://nobody@127.0.0.1:1/none'; // nothing here asks it
  app = await buildApp({
    postgres: openPostgres({ url, connectionMax: 1, onIdleError: () => undefined }),
    feed: new BoardFeed({
      board: new Board({ epoch: 'e1', sourceCount: 7, now: () => 0 }),
      random: () => 0.5,
      clock: () => 0,
    }),
    desk: aDesk().desk,
    placing: { write: async () => undefined, sites: [], sealKey: undefined },
    cassandra: undefined,
    mongo: undefined,
    logger: silentLogger,
    now: () => 0,
    version: '1.2.3',
    webDir: undefined,
    allowedOrigins: ['http://127.0.0.1:8080'],
    secureCookies: false,
    proxyHops: 0,
    apiRequestsPerMinute: 1_000,
    liveSockets: new LiveSockets(),
    demoAccounts: false,
  });
  description = (await app.inject({ url: '/api/openapi.json' })).json();
});
afterAll(() => app.close());

test('the document is valid OpenAPI 3.1', async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(structuredClone({ ...description }));
  expect([valid, errors]).toEqual([true, undefined]);
  expect(validator.version).toBe('3.1');
});

test('a broken document is noticed', async () => {
  const broken = { ...description, info: {} };
  expect((await new Validator().validate(broken)).valid).toBe(false);
});

/** Routes that are no part of the API for programs. */
const left = ['/ws', '/api/openapi.json'];

const inDescription = () =>
  app.declaredRoutes.filter(
    ({ method, url }) =>
      method !== 'HEAD' && !left.includes(url) && !url.startsWith('/api/docs') && url !== '/*',
  );

test('every route is described, with its refusals and who may use it', () => {
  const routes = inDescription();
  expect(routes.length).toBeGreaterThan(25);
  for (const { method, url, access } of routes) {
    const path = url.replaceAll(/:(\w+)/g, '{$1}');
    const operation = description.paths[path]?.[method.toLowerCase()];
    const refusals = Object.keys(operation?.responses ?? {});
    const wanted = access === 'PUBLIC' ? [] : ['401', '403', '429', '503'];
    expect([path, refusals]).toEqual([path, expect.arrayContaining(wanted)]);
    const needs = access === 'PUBLIC' ? 0 : access.scope === undefined ? 1 : 2;
    expect([path, operation?.security?.length ?? 0]).toEqual([path, needs]);
    expect(operation?.summary).toMatch(/\w/);
  }
});

test('every refusal is described as a problem document', () => {
  for (const [path, operations] of Object.entries(description.paths)) {
    for (const { responses } of Object.values(operations)) {
      for (const [status, answer] of Object.entries(responses)) {
        if (Number(status) < 400) continue;
        expect([path, status, JSON.stringify(answer)]).toEqual([
          ...[path, status],
          expect.stringContaining('application/problem+json'),
        ]);
      }
    }
  }
});
