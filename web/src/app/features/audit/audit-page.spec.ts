import type { AuditItem, Role } from '@auction/gateway/contract';
import { aMe } from '../../../testing/accounts.ts';
import { TestApp } from '../../../testing/open-app.ts';
import { until } from '../../../testing/until.ts';

const event: AuditItem = {
  eventId: 'e-1',
  at: Date.UTC(2026, 0, 1, 12),
  actorKind: 'USER',
  actorId: 'user-1',
  actorName: 'alice@northside.example',
  organisationId: 'northside',
  action: 'BID_PLACED',
  target: 'lot/lot-a',
  result: 'REFUSED',
  reason: 'TOO_LOW',
  requestId: 'request-1',
  address: '127.0.0.1',
  writerId: 'gateway',
  writerSeq: 7,
  hash: 'abc',
};

let app: TestApp;
afterEach(() => app.close());

async function open(roles: Role[], answer: object | number, address = '/audit') {
  app = await TestApp.open(address, ({ rest, gateway }) => {
    gateway.userId = aMe().id;
    rest.answers.set('GET /api/me', aMe({ roles }));
    rest.answers.set('GET /api/audit', answer);
  });
}
const shown = () => app.text('am-audit-page');

test('an admin reads who did what, and takes the same as a file', async () => {
  await open(['ADMIN'], { events: [event], next: null }, '/audit?action=BID_PLACED');
  await until(() => expect(shown()).toContain('Bid placed'));
  for (const text of ['alice@northside.example', 'too low', '127.0.0.1', 'gateway 7']) {
    expect(shown()).toContain(text);
  }
  expect(app.named('Export CSV').getAttribute('href')).toBe(
    '/api/audit/export?action=BID_PLACED&format=csv',
  );
  expect(app.named('The lot').getAttribute('href')).toBe('/lots/lot-a');
  expect(shown()).not.toContain('Organisation (id)');
  expect(shown()).not.toContain('Log lines of the request');
});

test('staff of the platform choose the organisation and go on to the logs', async () => {
  await open(['OPERATOR', 'AUDITOR'], { events: [event], next: null });
  await until(() => expect(shown()).toContain('Bid placed'));
  expect(shown()).toContain('Organisation (id)');
  expect(app.named('Log lines of the request').getAttribute('href')).toBe(
    '/logs?request=request-1&range=10080',
  );
});

test.each([
  ['no event', { events: [], next: null }, 'Nothing here'],
  ['a broken server', 503, 'The audit did not load detail of 503'],
])('%s', async (_name, answer, expected) => {
  await open(['ADMIN'], answer);
  await until(() => expect(shown()).toContain(expected));
});
