/** Who may use which route: the table the access spec holds every route of the app against. */

export const actors = [
  'anonymous',
  'viewer',
  'buyer',
  'seller',
  'approver',
  'admin',
  'otherAdmin', // admin of another organisation than the one the target belongs to
  'operator',
  'auditor',
  'tokenWithout', // selling:write, which only the routes of sellers take
  'tokenWith', // the scope the route takes, where it takes one
] as const;
export type Actor = (typeof actors)[number];

export type Target = 'user' | 'invitation' | 'token' | 'session' | 'organisation';

export interface RouteRow {
  readonly route: string;
  /** Path to ask; `:id` is replaced by a target made for each request. */
  readonly path?: string;
  readonly target?: Target;
  readonly body?: object;
  /** Answer to each actor. */
  readonly codes: Readonly<Record<Actor, number>>;
}

const all = (code: number): Record<Actor, number> => ({
  anonymous: code,
  viewer: code,
  buyer: code,
  seller: code,
  approver: code,
  admin: code,
  otherAdmin: code,
  operator: code,
  auditor: code,
  tokenWithout: code,
  tokenWith: code,
});
/** Public: everybody gets the same. A body that is missing is noticed after access. */
const open = all;
const people = (code: number) => ({
  ...all(code),
  anonymous: 401,
  tokenWithout: 403,
  tokenWith: 403,
});
const forbidden = { ...all(403), anonymous: 401 };
/** One role of an organisation; programs need the scope of the route, which `tokenWith` has not. */
const role = (actor: Actor, code: number) => ({ ...forbidden, [actor]: code });
/** Admins, each in the own organisation only. */
const admins = (code: number, otherAdmin = code) => ({ ...forbidden, admin: code, otherAdmin });
const withToken = (codes: Record<Actor, number>, tokenWith: number) => ({ ...codes, tokenWith });

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
  ...bidding,
  ...selling,
  { route: 'GET /api/lots', codes: open(200) },
  { route: 'GET /api/lots/facets', codes: open(200) },
  { route: 'GET /api/lots/:id', path: '/api/lots/nosuch', codes: open(404) },
  { route: 'GET /api/lots/:id/history', path: '/api/lots/nosuch/history', codes: open(404) },
  { route: 'GET /api/sites', codes: open(200) },
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
