import diagnosticsChannel from 'node:diagnostics_channel';
import { Validator } from '@seriousme/openapi-schema-validator';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { silentLogger } from '@auction/streams/runtime/logger';
import { buildApp } from '../app.ts';
import { BoardFeed } from '../board/board-feed.ts';
import { Board } from '../board/board.ts';
import { sourceCount } from '../board/fold-board.ts';
import type { App } from './app-types.ts';
import { problemKinds } from './problem.ts';

type Operation = Readonly<{
  summary?: string;
  tags?: readonly string[];
  responses: Readonly<Record<string, unknown>>;
}>;
interface Description {
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const now = () => 1_795_392_000_000;
const routes: RouteOptions[] = [];
let app: App;
let document: Description;

/** Fastify tells of every instance it makes; so routes are counted that nobody else asks about. */
function watchRoutes(message: unknown): void {
  const { fastify } = message as { fastify: FastifyInstance };
  fastify.addHook('onRoute', (route) => void routes.push(route));
}

beforeAll(async () => {
  diagnosticsChannel.subscribe('fastify.initialization', watchRoutes);
  const board = new Board({ epoch: 'spec', sourceCount, now });
  app = await buildApp({
    // No route is called that asks a store.
    postgres: { query: async () => [], close: async () => undefined },
    feed: new BoardFeed({ board, random: () => 0.5, clock: now }),
    history: undefined,
    logger: silentLogger,
    now,
    version: '1.2.3',
    webDir: undefined,
    allowedOrigins: ['https://auction.example'],
    secureCookies: true,
    proxyHops: 0,
    apiRequestsPerMinute: 1_000,
    sweepMs: 60_000,
  });
  document = (await app.inject('/api/openapi.json')).json();
});
afterAll(async () => {
  diagnosticsChannel.unsubscribe('fastify.initialization', watchRoutes);
  await app.close();
});

test('is a valid OpenAPI document', async () => {
  const { valid, errors } = await new Validator().validate({ ...document });
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
});

const described = (): [string, Operation][] =>
  Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]): [string, Operation] => [
      `${method.toUpperCase()} ${path}`,
      operation,
    ]),
  );

test('describes every route of the API, and no other', () => {
  const registered = routes
    .filter(({ url, schema }) => url.startsWith('/api/') && schema?.hide !== true)
    .flatMap(({ method, url }) => [method].flat().map((each) => `${each} ${url}`))
    .filter((route) => !route.startsWith('HEAD ') && !route.includes('/api/docs'))
    .map((route) => route.replace(/:(\w+)/g, '{$1}'));
  expect(registered).toContain('GET /api/lots/{id}/history');
  expect(
    described()
      .map(([route]) => route)
      .sort(),
  ).toEqual([...new Set(registered)].sort());
});

test('hides nothing of the API but the document itself', () => {
  const hidden = routes
    .filter(({ url, schema }) => url.startsWith('/api/') && schema?.hide === true)
    .map(({ url }) => url);
  expect(hidden.filter((url) => !url.startsWith('/api/docs'))).toEqual(
    hidden.filter((url) => url === '/api/openapi.json'),
  );
});

test('says of every operation what it is for, what it answers, and which refusals can come', () => {
  const known = new Set(Object.values(problemKinds).map(({ status }) => String(status)));
  const tags = document.tags.map(({ name }) => name);
  for (const [route, { summary, tags: own = [], responses }] of described()) {
    const statuses = Object.keys(responses);
    const refusals = statuses.filter((status) => status >= '400');
    expect([route, summary]).toEqual([route, expect.stringMatching(/./)]);
    expect([route, own.filter((tag) => tags.includes(tag))]).toEqual([route, own]);
    expect([route, statuses.some((status) => status < '300')]).toEqual([route, true]);
    expect([route, refusals.length > 0]).toEqual([route, true]);
    expect([route, refusals.filter((status) => !known.has(status))]).toEqual([route, []]);
  }
});
