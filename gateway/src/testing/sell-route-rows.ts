/** Rows of the route table for photos, imports and run lists. */

const noPhoto = `${'0'.repeat(48)}.jpg`;
const noImport = '/api/sell/imports/aaaaaaaaaaaaaaaa';
const noList = '/api/sell/run-lists/aaaaaaaaaaaaaaaa';
const aList = { name: 'x', startsAt: 1, firstEnd: 2, gapMs: 0, lots: [] };

/** What each asker gets. */
interface Answers<Codes> {
  /** People who sell, and programs that may. */
  readonly sellers: (code: number) => Codes;
  readonly readers: Codes;
  readonly everybody: (code: number) => Codes;
}

export const sellRouteRows = <Codes>({ sellers, readers, everybody }: Answers<Codes>) => [
  { route: 'GET /photos/:name', path: `/photos/${noPhoto}`, codes: everybody(404) },
  {
    route: 'POST /api/sell/lots/:id/photos',
    path: '/api/sell/lots/nosuch/photos',
    codes: sellers(404),
  },
  {
    route: 'DELETE /api/sell/lots/:id/photos/:name',
    path: `/api/sell/lots/nosuch/photos/${noPhoto}`,
    codes: sellers(404),
  },
  { route: 'POST /api/sell/imports', codes: sellers(415) },
  { route: 'GET /api/sell/imports', codes: sellers(200) },
  ...['GET /api/sell/imports/:id', 'POST /api/sell/imports/:id/start'].map((route) => ({
    route,
    path: route.replace(/^[A-Z]+ .*:id/, noImport),
    codes: sellers(404),
  })),
  {
    route: 'GET /api/sell/imports/:id/rejects.csv',
    path: `${noImport}/rejects.csv`,
    codes: sellers(404),
  },
  { route: 'GET /api/sell/run-lists', codes: sellers(200) },
  { route: 'POST /api/sell/run-lists', codes: sellers(400) },
  {
    route: 'PUT /api/sell/run-lists/:id',
    path: noList,
    body: aList,
    codes: sellers(404),
  },
  {
    route: 'POST /api/sell/run-lists/:id/publish',
    path: `${noList}/publish`,
    codes: sellers(404),
  },
  {
    route: 'DELETE /api/sell/run-lists/:id',
    path: noList,
    codes: sellers(404),
  },
  {
    route: 'GET /api/sell/results.csv',
    codes: readers,
  },
];
