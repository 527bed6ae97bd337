import type { LogHistogram, LogLine, LogPage } from '@auction/gateway/contract';
import { aMe } from '../../../testing/accounts.ts';
import { TestApp } from '../../../testing/open-app.ts';
import { until } from '../../../testing/until.ts';

const at = Date.UTC(2026, 0, 1, 12);
const line: LogLine = {
  id: '1/w/0/0000/0000',
  at,
  level: 'warn',
  service: 'resolve-lots',
  message: 'records processed',
  requestId: 'request-1',
  lotId: 'lot-a',
  fields: '{"unit":3}',
};
const page: LogPage = { lines: [line], next: 'more', searchedTo: at };
const histogram: LogHistogram = {
  stepMs: 60_000,
  bars: [
    { at, debug: 0, info: 5, warn: 1, error: 0 },
    { at: at + 60_000, debug: 0, info: 0, warn: 0, error: 0 },
  ],
  services: [{ service: 'resolve-lots', lines: 6 }],
  oldestAt: at,
};

let app: TestApp;
afterEach(() => app.close());

async function open(address: string, logs: object | number) {
  app = await TestApp.open(address, ({ rest, gateway }) => {
    gateway.userId = aMe().id;
    const roles = ['OPERATOR', 'AUDITOR'] as const;
    rest.answers.set('GET /api/me', aMe({ roles: [...roles], organisation: null }));
    rest.answers.set('GET /api/logs', logs);
    rest.answers.set('GET /api/logs/histogram', histogram);
  });
}
const shown = () => app.text('am-logs-page');
const asked = (path: string) =>
  app.rest.asked.filter(({ pathname }) => pathname === path).at(-1)?.searchParams;

test('lines with their level and service, and a way to the lines of the request and the lot', async () => {
  await open('/logs?range=15&lot=lot-a', page);
  await until(() => expect(shown()).toContain('records processed'));
  for (const text of ['warn', 'resolve-lots', '"unit": 3', '6 lines'])
    expect(shown()).toContain(text);
  expect(app.named('Lines of this request').getAttribute('href')).toBe(
    '/logs?request=request-1&range=1440',
  );
  const query = asked('/api/logs');
  expect(query?.get('lot')).toBe('lot-a');
  expect(Number(query?.get('to')) - Number(query?.get('from'))).toBe(900_000);
});

test('a bar leads into its part, and searching on adds to the list', async () => {
  await open('/logs', page);
  await until(() => expect(app.all('am-log-histogram button').length).toBe(2));
  app.one('am-log-histogram button').click();
  await until(() => expect(app.url).toContain(`from=${at}&to=${at + 60_000}`));
  const older = { ...line, id: '0/w/0/0000/0000', message: 'an older line' };
  await until(() => expect(shown()).toContain('records processed'));
  app.rest.answers.set('GET /api/logs', { lines: [older], next: null, searchedTo: at });
  app.named('Search on').click();
  await until(() => expect(shown()).toContain('an older line'));
  expect(shown()).toContain('records processed');
  expect(asked('/api/logs')?.get('cursor')).toBe('more');
});

test.each([
  ['no line', { lines: [], next: null, searchedTo: 0 }, 'No line here'],
  ['a broken server', 503, 'The logs did not load detail of 503'],
])('%s', async (_name, answer, expected) => {
  await open('/logs', answer);
  await until(() => expect(shown()).toContain(expected));
});
