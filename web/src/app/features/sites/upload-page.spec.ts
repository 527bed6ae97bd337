import type { UploadPreview } from '@auction/gateway/contract';
import { aMe } from '../../../testing/accounts.ts';
import { TestApp } from '../../../testing/open-app.ts';
import { until } from '../../../testing/until.ts';

let app: TestApp;
afterEach(() => app.close());

const seen: UploadPreview = {
  refusal: null,
  rows: 3,
  rejected: 1,
  isCut: false,
  recognised: ['id', 'vin', 'make'],
  warnings: ['not mapped: mood'],
  firstRows: [{ row: 2, siteListingId: 's:1', cells: { vin: '1M8GDM9AXKP042788', make: 'Kia' } }],
  rejects: [{ row: 3, reason: 'KEY_MISSING: no id' }],
};

async function open(roles: readonly ('OPERATOR' | 'BUYER')[], preview: object | number = seen) {
  app = await TestApp.open('/sites/upload', ({ rest, gateway }) => {
    gateway.userId = 'user-olga';
    rest.answers.set('GET /api/me', aMe({ id: 'user-olga', roles: [...roles] }));
    rest.answers.set('POST /api/imports/preview', preview);
    rest.answers.set('POST /api/imports', 409);
  });
}
const page = () => app.text('am-upload-page');
function choose(): void {
  const field = app.named('File of a sender') as HTMLInputElement;
  const file = new File(['a'], 'a.csv');
  Object.defineProperty(field, 'files', { value: { item: () => file }, configurable: true });
  field.dispatchEvent(new Event('change'));
}

test('a file is looked at before anything is imported', async () => {
  await open(['OPERATOR']);
  await until(() => choose());
  await until(() => expect(page()).toContain('3 rows read'));
  for (const text of ['s:1', '1M8GDM9AXKP042788', 'KEY_MISSING: no id', 'not mapped: mood']) {
    expect(page()).toContain(text);
  }
  expect(app.rest.sent.map(({ to }) => to)).toEqual(['POST /api/imports/preview']);
  app.named('Import').click();
  await until(() => expect(page()).toContain('detail of 409'));
});

test('a file that is refused cannot be imported', async () => {
  await open(['OPERATOR'], { ...seen, refusal: 'HTML_PAGE: the file is a web page' });
  await until(() => choose());
  await until(() => expect(page()).toContain('Not taken: HTML_PAGE'));
  expect(() => app.named('Import')).toThrow();
});

test('others learn whose business it is', async () => {
  await open(['BUYER']);
  await until(() => expect(page()).toContain('imported by operators'));
  expect(app.all('input[type=file]')).toEqual([]);
});
