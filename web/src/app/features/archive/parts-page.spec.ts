import type { ArchiveParts } from '@auction/gateway/contract';
import { aMe } from '../../../testing/accounts.ts';
import { TestApp } from '../../../testing/open-app.ts';
import { until } from '../../../testing/until.ts';

const part = { part: 1, state: 'DONE', lots: 1_234, bytes: 146_000, sha256: 'ab', changedAt: 20 };
const kept: ArchiveParts = {
  parts: [
    { ...part, month: '2026-08', state: 'WRITTEN', sites: [{ site: 'gsa', lots: 1_234 }] },
    { ...part, month: '2026-07', sites: [{ site: 'copart', lots: 1_234 }] },
  ],
};
let app: TestApp;
afterEach(() => app.close());

const page = () => app.text('am-parts-page');
const cellsOf = (row: Element): string[] =>
  [...row.querySelectorAll('th, td')].map((cell) => cell.textContent.trim());

async function open(answer: object | number) {
  app = await TestApp.open('/archive/parts', ({ rest, gateway }) => {
    const me = aMe({ id: 'olga', roles: ['OPERATOR'] });
    gateway.userId = me.id;
    rest.answers.set('GET /api/me', me);
    rest.answers.set('GET /api/archive/parts', answer);
  });
}

test('months and sites, with sizes and checks', async () => {
  await open(kept);
  await until(() => expect(page()).toContain('2,468 lots of 2 months in 2 files, 292 kB'));
  const [head, august, july] = app.all('am-parts-page tr');
  expect(head && cellsOf(head).slice(-2)).toEqual(['copart', 'gsa']);
  const common = { lots: '1,234', size: '146 kB' };
  expect(august && cellsOf(august).slice(0, 6)).toEqual([
    ...['2026-08', common.lots, common.size, '1', '1 under way', 'not yet'],
  ]);
  expect(july && cellsOf(july).slice(0, 5)).toEqual([
    ...['2026-07', common.lots, common.size, '1', 'done'],
  ]);
  expect(july && cellsOf(july).slice(-2)).toEqual(['1,234', '–']);
});

test.each([
  [{ parts: [] }, 'Nothing is archived yet'],
  [503, "The archive's account did not load"],
])('%j', async (answer, says) => {
  await open(answer);
  await until(() => expect(page()).toContain(says));
});
