/** The own alerts: the list behind the bell, read or not, and what to be alerted of. */
import { signedIn } from '../accounts/roles.ts';
import { Problem } from '../contract.ts';
import type { App } from '../http/app-types.ts';
import type { Postgres } from '../postgres.ts';
import { AlertList, AlertSettings, ReadAlertsBody, Unread } from '../watch-contract.ts';
import { ownPerson } from '../watch/person.ts';
import { watchRefusals } from '../watch/watchlist-routes.ts';
import { markAlerts, readAlerts, readSettings, writeSettings } from './alert-store.ts';

export function alertRoutes(app: App, postgres: Postgres, now: () => number): void {
  app.get(
    '/api/alerts',
    {
      ...signedIn(),
      schema: {
        tags: ['watching'],
        summary: 'My alerts, newest first',
        response: { 200: AlertList, ...watchRefusals },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return readAlerts(postgres, ownPerson(request));
    },
  );

  app.post(
    '/api/alerts/read',
    {
      ...signedIn(),
      schema: {
        tags: ['watching'],
        summary: 'Mark alerts as read, or as not read after all',
        body: ReadAlertsBody,
        response: { 200: Unread, 415: Problem, ...watchRefusals },
      },
    },
    async (request) => {
      const { ids, read } = request.body;
      return { unread: await markAlerts(postgres, ownPerson(request), ids, read ? now() : null) };
    },
  );

  app.get(
    '/api/alerts/settings',
    {
      ...signedIn(),
      schema: {
        tags: ['watching'],
        summary: 'What I am alerted of',
        response: { 200: AlertSettings, ...watchRefusals },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return readSettings(postgres, ownPerson(request));
    },
  );

  app.put(
    '/api/alerts/settings',
    {
      ...signedIn(),
      schema: {
        tags: ['watching'],
        summary: 'Choose what I am alerted of',
        body: AlertSettings,
        response: { 200: AlertSettings, 415: Problem, ...watchRefusals },
      },
    },
    async (request) => {
      await writeSettings(postgres, ownPerson(request), request.body);
      return request.body;
    },
  );
}
