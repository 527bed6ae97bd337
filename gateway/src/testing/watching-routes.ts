/** Who may use the routes of watching, alerts and pushes. */
import { people } from './route-codes.ts';
import type { RouteRow } from './route-codes.ts';

/** Any person of an organisation, for themselves; no program and no staff of the platform. */
const own = (code: number) => ({ ...people(code), operator: 403, auditor: 403 });
const settings = {
  outbid: true,
  won: true,
  ending: true,
  endingMs: 60_000,
  reserve: true,
  search: true,
};
export const watching: readonly RouteRow[] = [
  { route: 'GET /api/watchlist', codes: own(200) },
  { route: 'GET /api/watchlist/:lotId', path: '/api/watchlist/nosuch', codes: own(404) },
  { route: 'PUT /api/watchlist/:lotId', path: '/api/watchlist/nosuch', codes: own(404) },
  { route: 'DELETE /api/watchlist/:lotId', path: '/api/watchlist/nosuch', codes: own(204) },
  { route: 'GET /api/lots/:id/note', path: '/api/lots/nosuch/note', codes: own(200) },
  {
    route: 'PUT /api/lots/:id/note',
    path: '/api/lots/nosuch/note',
    body: { text: 'a', version: 0 },
    codes: own(404),
  },
  { route: 'GET /api/searches', codes: own(200) },
  {
    route: 'POST /api/searches',
    body: { name: 'a', address: '', filter: { nosuch: 1 }, alerts: true },
    codes: own(400),
  },
  {
    route: 'PATCH /api/searches/:id',
    path: '/api/searches/nosuch',
    body: { alerts: false },
    codes: own(404),
  },
  { route: 'DELETE /api/searches/:id', path: '/api/searches/nosuch', codes: own(404) },
  { route: 'GET /api/alerts', codes: own(200) },
  { route: 'POST /api/alerts/read', body: { ids: [], read: true }, codes: own(200) },
  { route: 'GET /api/alerts/settings', codes: own(200) },
  { route: 'PUT /api/alerts/settings', body: settings, codes: own(200) },
  { route: 'GET /api/push', codes: own(200) },
  {
    route: 'POST /api/push/devices',
    body: {
      endpoint: 'https://127.0.0.1/push',
      p256dh: 'a'.repeat(87),
      auth: 'a'.repeat(22),
      name: 'a',
    },
    codes: own(400),
  },
  { route: 'DELETE /api/push/devices/:id', path: '/api/push/devices/nosuch', codes: own(404) },
];
