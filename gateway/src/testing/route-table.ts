/** Who may use which route: the table the access spec holds every route of the app against. */
import { sellRouteRows } from './sell-route-rows.ts';

import { open, people, forbidden, role, admins, withToken } from './route-codes.ts';
import type { RouteRow } from './route-codes.ts';
import { watching } from './watching-routes.ts';

export { actors } from './route-codes.ts';
export type { Actor, RouteRow, Target } from './route-codes.ts';

/** A command without its key; a draft that cannot be read; lots nobody has. */
const bidding: readonly RouteRow[] = [
  ...['bids', 'buy-now', 'counter/accept', 'counter/decline'].map((what) => ({
    route: `POST /api/lots/:id/${what}`,
    path: `/api/lots/nosuch/${what}`,
    codes: role('buyer', 400),
  })),
  {
    route: 'GET /api/bids',
    codes: { ...role('buyer', 200), viewer: 200, approver: 200, admin: 200, otherAdmin: 200 },
  },
  {
    route: 'GET /api/me/events',
    path: '/api/me/events?after=0',
    codes: { ...people(200), operator: 403, auditor: 403 },
  },
];
/** Limits, and bids that wait for an approver; nobody's bid waits here. */
const limits: readonly RouteRow[] = [
  {
    route: 'GET /api/organisation/limits',
    codes: {
      ...role('buyer', 200),
      viewer: 200,
      approver: 200,
      admin: 200,
      otherAdmin: 200,
    },
  },
  {
    route: 'PUT /api/organisation/users/:id/limit',
    target: 'user',
    body: { amount: 100, currency: 'EUR' },
    codes: admins(200, 404),
  },
  {
    route: 'GET /api/admin/organisations/:id/limits',
    target: 'organisation',
    codes: { ...forbidden, operator: 200 },
  },
  {
    route: 'PUT /api/admin/organisations/:id/limits',
    target: 'organisation',
    body: { credit: 100, currency: 'EUR', lotsLedMax: null },
    codes: { ...forbidden, operator: 200 },
  },
  {
    route: 'POST /api/admin/organisations/:id/settled',
    target: 'organisation',
    body: { lotId: 'nosuch' },
    codes: { ...forbidden, operator: 204 },
  },
  {
    route: 'GET /api/approvals',
    codes: { ...role('buyer', 200), approver: 200, admin: 200, otherAdmin: 200 },
  },
  ...['approve', 'refuse'].map((what) => ({
    route: `POST /api/approvals/:id/${what}`,
    path: `/api/approvals/nosuch/${what}`,
    codes: role('approver', 404),
  })),
];
/** Ended lots; no bench has a Cassandra, so nothing is archived there. */
const archive: readonly RouteRow[] = [
  {
    route: 'GET /api/archive/lots',
    path: '/api/archive/lots?make=FORD&model=F150',
    codes: people(200),
  },
  {
    route: 'GET /api/archive/parts',
    codes: { ...forbidden, operator: 200, auditor: 200 },
  },
];
const selling: readonly RouteRow[] = [
  {
    route: 'GET /api/sell/lots',
    codes: { ...role('seller', 200), admin: 200, otherAdmin: 200 },
  },
  { route: 'POST /api/sell/lots', codes: { ...role('seller', 400), tokenWithout: 400 } },
  {
    route: 'PATCH /api/sell/lots/:id',
    path: '/api/sell/lots/nosuch',
    body: { endsAt: 1 },
    codes: { ...role('seller', 404), tokenWithout: 404 },
  },
  ...(
    [
      ['publish', undefined],
      ['approve', undefined],
      ['reject', undefined],
      ['withdraw', {}],
      ['counter', { amount: 100 }],
      ['relist', { startsAt: 1, endsAt: 2 }],
    ] as const
  ).map(([what, body]) => ({
    route: `POST /api/sell/lots/:id/${what}`,
    path: `/api/sell/lots/nosuch/${what}`,
    ...(body === undefined ? {} : { body }),
    codes: { ...role('seller', 404), tokenWithout: 404 },
  })),
];

/** An order without its key; lots nobody has; sites that take no bids. */
const placing: readonly RouteRow[] = [
  {
    route: 'POST /api/lots/:id/placements',
    path: '/api/lots/nosuch/placements',
    codes: role('buyer', 400),
  },
  {
    route: 'POST /api/lots/:id/assist',
    path: '/api/lots/nosuch/assist',
    body: {},
    codes: role('buyer', 404),
  },
  {
    route: 'POST /api/lots/:id/assist/report',
    path: '/api/lots/nosuch/assist/report',
    body: { maxAmount: 100 },
    codes: role('buyer', 404),
  },
  {
    route: 'GET /api/placements',
    codes: { ...role('buyer', 200), viewer: 200, approver: 200, admin: 200, otherAdmin: 200 },
  },
  { route: 'GET /api/organisation/sites', codes: { ...role('admin', 200), otherAdmin: 200 } },
  {
    route: 'PUT /api/organisation/sites/:site',
    path: '/api/organisation/sites/nosuch',
    body: { token: 'long enough'.replaceAll(' ', '-') },
    codes: admins(404),
  },
  {
    route: 'DELETE /api/organisation/sites/:site',
    path: '/api/organisation/sites/nosuch',
    codes: admins(204),
  },
];
/** Programs with selling:write may do what sellers do. */
const sellMore: readonly RouteRow[] = sellRouteRows({
  sellers: (code) => ({ ...role('seller', code), tokenWithout: code }),
  readers: { ...role('seller', 200), admin: 200, otherAdmin: 200 },
  everybody: open,
});

const readers = { ...role('buyer', 200), viewer: 200, approver: 200, admin: 200, otherAdmin: 200 };
const missing = { ...readers, buyer: 404, viewer: 404, approver: 404, admin: 404, otherAdmin: 404 };
const robots: readonly RouteRow[] = [
  { route: 'GET /api/robots', codes: readers },
  { route: 'POST /api/robots', codes: role('buyer', 400) },
  { route: 'GET /api/robots/:id', path: '/api/robots/nosuch', codes: missing },
  { route: 'GET /api/robots/:id/deeds', path: '/api/robots/nosuch/deeds', codes: missing },
  {
    route: 'PATCH /api/robots/:id',
    path: '/api/robots/nosuch',
    body: { wish: 'STOP' },
    codes: role('buyer', 404),
  },
  {
    route: 'POST /api/robots/stop-all',
    codes: { ...role('buyer', 200), admin: 200, otherAdmin: 200 },
  },
  { route: 'GET /api/admin/robots', codes: { ...forbidden, operator: 200, auditor: 200 } },
  {
    route: 'PUT /api/admin/robots',
    body: { halted: false },
    codes: { ...forbidden, operator: 200 },
  },
];

/** The bench has no MongoDB: whoever may ask learns that it is away. */
const records: readonly RouteRow[] = [
  ...['/api/audit', '/api/audit/export'].map((url) => ({
    route: `GET ${url}`,
    path: `${url}${url.endsWith('export') ? '?format=csv' : ''}`,
    codes: { ...forbidden, admin: 503, otherAdmin: 503, auditor: 503 },
  })),
  ...['/api/logs', '/api/logs/histogram'].map((url) => ({
    route: `GET ${url}`,
    path: `${url}?from=0&to=60000`,
    codes: role('operator', 503),
  })),
];

export const routeTable: readonly RouteRow[] = [
  ...records,
  ...watching,
  ...bidding,
  ...placing,
  ...limits,
  ...archive,
  ...selling,
  ...sellMore,
  ...robots,
  { route: 'GET /api/lots', codes: open(200) },
  { route: 'GET /api/lots/facets', codes: open(200) },
  { route: 'GET /api/lots/:id', path: '/api/lots/nosuch', codes: open(404) },
  { route: 'GET /api/lots/:id/total', path: '/api/lots/nosuch/total?amount=1', codes: open(404) },
  { route: 'GET /api/lots/:id/history', path: '/api/lots/nosuch/history', codes: open(404) },
  { route: 'GET /api/sites', codes: open(200) },
  // No connector can be reached from a bench.
  ...['pause', 'resume', 'run'].map((wish) => ({
    route: `POST /api/sites/:site/${wish}`,
    path: `/api/sites/gsa/${wish}`,
    codes: { ...forbidden, operator: 503 },
  })),
  ...['POST /api/imports', 'POST /api/imports/preview'].map((route) => ({
    route,
    path: `${route.slice('POST '.length)}?site=dealer&file=a.csv`,
    codes: { ...forbidden, operator: 415 },
  })),
  {
    route: 'GET /api/imports/:site/:snapshotId/rejects',
    path: '/api/imports/dealer/dealer-import-1/rejects',
    codes: { ...forbidden, operator: 200, auditor: 200 },
  },
  {
    route: 'POST /hooks/:site/:secret',
    path: '/hooks/manheim/somebodys-guess',
    body: { eventType: 'UNIT.UPDATED' },
    codes: open(503),
  },
  { route: 'GET /api/openapi.json', codes: open(200) },
  {
    route: 'POST /api/live/ticket',
    codes: { ...open(200), anonymous: 401, tokenWithout: 401, tokenWith: 401 },
  },
  { route: 'GET /ws', codes: open(400) },
  { route: 'POST /api/accounts/register', codes: open(400) },
  { route: 'POST /api/accounts/verify', codes: open(400) },
  { route: 'POST /api/accounts/sign-in', codes: open(400) },
  { route: 'POST /api/accounts/password/forgot', codes: open(400) },
  { route: 'POST /api/accounts/password/reset', codes: open(400) },
  { route: 'POST /api/accounts/invitations/accept', codes: open(400) },
  { route: 'GET /api/accounts/demo', codes: open(404) },
  { route: 'POST /api/accounts/sign-out', codes: people(204) },
  { route: 'GET /api/me', codes: withToken(people(200), 200) },
  { route: 'GET /api/me/sessions', codes: people(200) },
  { route: 'DELETE /api/me/sessions', codes: people(204) },
  // Somebody else's session: nobody but its owner finds it.
  { route: 'DELETE /api/me/sessions/:id', target: 'session', codes: people(404) },
  { route: 'POST /api/me/password', codes: people(400) },
  { route: 'GET /api/organisation/users', codes: withToken(admins(200), 200) },
  {
    route: 'PATCH /api/organisation/users/:id',
    target: 'user',
    body: { roles: ['VIEWER'] },
    codes: admins(200, 404),
  },
  { route: 'DELETE /api/organisation/users/:id', target: 'user', codes: admins(204, 404) },
  { route: 'GET /api/organisation/invitations', codes: withToken(admins(200), 200) },
  { route: 'POST /api/organisation/invitations', codes: admins(400) },
  {
    route: 'DELETE /api/organisation/invitations/:id',
    target: 'invitation',
    codes: admins(204, 404),
  },
  { route: 'GET /api/organisation/tokens', codes: withToken(admins(200), 200) },
  { route: 'POST /api/organisation/tokens', codes: admins(400) },
  { route: 'DELETE /api/organisation/tokens/:id', target: 'token', codes: admins(204, 404) },
  {
    route: 'GET /api/admin/organisations',
    codes: { ...forbidden, operator: 200, auditor: 200 },
  },
  {
    route: 'PATCH /api/admin/organisations/:id',
    target: 'organisation',
    body: { disabled: true },
    codes: { ...forbidden, operator: 200 },
  },
];
