import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { silentLogger } from '@auction/streams/runtime/logger';
import { hookRoute } from './hook-route.ts';
import type { Intake } from './event-intake.ts';

const token = 'internal-token-of-a-spec';
const right = { 'x-auction-token': token, 'x-hook-secret': 'right' };
let outcome: Intake = 'TAKEN';
let server: Server;
let url = '';
beforeAll(async () => {
  const hook = {
    source: { isGenuine: (secret: string) => secret === 'right' },
    intake: { take: () => Promise.resolve(outcome) },
  };
  const hooks = new Map([['manheim', hook]]);
  const handle = hookRoute({ hooks, token, logger: silentLogger });
  server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  url = `http://127.0.0.1:${port}/hooks?site=`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const long = 'x'.repeat(300_000);
const rows: [string, string, Record<string, string>, string, Intake, number][] = [
  ['taken', 'manheim', right, '{}', 'TAKEN', 200],
  ['no event', 'manheim', right, '{}', 'NO_EVENT', 400],
  ['too many wait', 'manheim', right, '{}', 'BUSY', 503],
  ['paused', 'manheim', right, '{}', 'PAUSED', 503],
  ['the site cannot be asked', 'manheim', right, '{}', 'SITE_AWAY', 503],
  ['not the gateway', 'manheim', { 'x-hook-secret': 'right' }, '{}', 'TAKEN', 401],
  ['a guess', 'manheim', { ...right, 'x-hook-secret': 'left' }, '{}', 'TAKEN', 404],
  ['no secret', 'manheim', { 'x-auction-token': token }, '{}', 'TAKEN', 404],
  ['a site that pushes nothing', 'gsa', right, '{}', 'TAKEN', 404],
  ['too long', 'manheim', right, long, 'TAKEN', 413],
];
test.each(rows)('%s', async (_, site, headers, body, taken, expected) => {
  outcome = taken;
  const { status } = await fetch(`${url}${site}`, { method: 'POST', headers, body });
  expect(status).toBe(expected);
});
