import type { RunList, SaleImport } from '@auction/gateway/contract';
import { aMe } from '../../../testing/accounts.ts';
import { aSale } from '../../../testing/a-sale.ts';
import { TestApp } from '../../../testing/open-app.ts';
import { until } from '../../../testing/until.ts';
import { moved, wrongRunList } from './run-list-terms.ts';

const lots = ['a', 'b', 'c'].map((lotId) => aSale({ lotId, title: `Lot ${lotId}` }));
const firstEnd = Date.UTC(2030, 0, 1, 14);
const list: RunList = {
  runListId: 'aaaaaaaaaaaaaaaa',
  name: 'Monday',
  startsAt: Date.UTC(2030, 0, 1, 8),
  firstEnd,
  gapMs: 30_000,
  lots: lots.slice(0, 2).map(({ lotId, title, status }, at) => ({
    lotId,
    title,
    status,
    plannedEnd: firstEnd + at * 30_000,
    endsAt: null,
  })),
  createdAt: 0,
  publishedAt: null,
};
let app: TestApp;
afterEach(() => app.close());

async function open(at: string, more: Readonly<Record<string, object>> = {}) {
  app = await TestApp.open(at, ({ rest, gateway }) => {
    const me = aMe({ roles: ['SELLER'] });
    gateway.userId = me.id;
    rest.answers.set('GET /api/me', me);
    rest.answers.set('GET /api/sell/lots', { lots });
    rest.answers.set('GET /api/sell/run-lists', { runLists: [list] });
    for (const [asked, answer] of Object.entries(more)) rest.answers.set(asked, answer);
  });
}
const at = `/sell/run-lists/${list.runListId}`;
const page = () => app.text('am-run-list-page');
const titles = () => app.all('.order b').map(({ textContent }) => textContent);

test('run lists are listed with their first and last end', async () => {
  await open('/sell/run-lists');
  await until(() => expect(app.text('am-run-lists-page')).toContain('Monday 2 lots · ends from'));
});

test('drafts are added, moved by button and key, and saved in that order', async () => {
  await open(at, { [`PUT /api${at}`]: list });
  await until(() => expect(titles()).toEqual(['Lot a', 'Lot b']));
  expect(page()).toMatch(/14:00:00.*14:00:30/);
  app.named('Add Lot c').click();
  await until(() => expect(titles()).toEqual(['Lot a', 'Lot b', 'Lot c']));
  app.named('Earlier: Lot c').click();
  await until(() => expect(titles()).toEqual(['Lot a', 'Lot c', 'Lot b']));
  const row = app.one('.order li');
  row.dispatchEvent(
    new KeyboardEvent('keydown', { key: 'ArrowDown', altKey: true, bubbles: true }),
  );
  await until(() => expect(titles()).toEqual(['Lot c', 'Lot a', 'Lot b']));
  app.named('Take out Lot b').click();
  await until(() => expect(titles()).toEqual(['Lot c', 'Lot a']));
  app.named('Save').click();
  await until(() =>
    expect(app.rest.sent[0]?.body).toMatchObject({ lots: ['c', 'a'], gapMs: 30_000, firstEnd }),
  );
});

test('publishing saves first and tells what was refused', async () => {
  const refused = [{ lotId: 'b', reason: 'NO_LOT', reasons: [] }];
  await open(at, {
    [`PUT /api${at}`]: list,
    [`POST /api${at}/publish`]: { runList: list, refused },
  });
  await until(() => expect(titles()).toEqual(['Lot a', 'Lot b']));
  app.named('Publish 2 lots').click();
  await until(() => expect(app.text('dialog[open]')).toContain('shown to everybody'));
  app.one('dialog[open] .primary').click();
  await until(() =>
    expect(app.rest.sent.map(({ to }) => to)).toEqual([`PUT /api${at}`, `POST /api${at}/publish`]),
  );
  await until(() => expect(page()).toContain('Lot b: The lot is not there any more.'));
});

test('a new list says what is missing', async () => {
  await open('/sell/run-lists/new');
  await until(() => expect(page()).toContain('Add drafts from below.'));
  app.named('Save').click();
  await until(() => expect(page()).toContain('Give it a name.'));
  expect(page()).toContain('Add at least one draft.');
  expect(app.rest.sent).toEqual([]);
});

test.each([
  [0, 2, 'bca'],
  [2, 0, 'cab'],
  [0, -1, 'abc'],
  [2, 3, 'abc'],
])('from %d to %d: %s', (from, to, expected) => {
  expect(moved(['a', 'b', 'c'], from, to).join('')).toBe(expected);
});

test('what is wrong with times', () => {
  const typed = {
    name: 'x',
    startsAt: '2030-01-02T10:00',
    firstEnd: '2030-01-02T09:00',
    gap: '-1',
  };
  expect(Object.keys(wrongRunList(typed, 201))).toEqual(['firstEnd', 'gap', 'lots']);
});

describe('an import', () => {
  const checked: SaleImport = {
    importId: 'bbbbbbbbbbbbbbbb',
    fileName: 'lots.csv',
    state: 'CHECKED',
    columns: [
      { name: 'Stock', field: 'externalRef' },
      { name: 'Shelf', field: null },
    ],
    rowCount: 3,
    goodCount: 2,
    sentCount: 0,
    madeCount: 0,
    knownCount: 0,
    refusedCount: 0,
    firstRows: [{ line: 2, externalRef: 'A1', cells: ['A1', '7'], errors: [], outcome: null }],
    faultyRows: [
      {
        line: 3,
        externalRef: 'A2',
        cells: ['A2', '8'],
        errors: [{ column: 'Start', message: 'is missing' }],
        outcome: null,
      },
    ],
    createdAt: 0,
  };
  const seen = () => app.text('am-import-page');

  test('shows the dry run, starts, and follows it to its end', async () => {
    const done = { ...checked, state: 'DONE', sentCount: 2, madeCount: 1, knownCount: 1 };
    await open('/sell/import', {
      'POST /api/sell/imports': checked,
      [`POST /api/sell/imports/${checked.importId}/start`]: { ...checked, state: 'RUNNING' },
      [`GET /api/sell/imports/${checked.importId}`]: done,
    });
    await until(() => expect(seen()).toContain('The file'));
    const box = app.one('input[type=file]');
    Object.defineProperty(box, 'files', { value: [new File(['x'], 'lots.csv')] });
    box.dispatchEvent(new Event('change'));
    await until(() => expect(seen()).toContain('2 of 3 rows are good. Checked'));
    expect(seen()).toContain('Columns that are not used: Shelf.');
    expect(seen()).toContain('Line 3 A2 Start: is missing');
    app.named('Make 2 drafts').click();
    await until(() => expect(seen()).toContain('1 drafts made, 1 were there before, 0 refused.'));
    expect(seen()).toContain('Done.');
  });
});
