import { saleBody, wrongTerms, type TypedTerms } from './sale-terms.ts';

const now = Date.parse('2026-01-01T00:00');
const good: TypedTerms = {
  title: ' 2018 Camry ',
  start: '5,000',
  reserve: '9000',
  startsAt: '2026-01-02T10:00',
  endsAt: '2026-01-03T10:00',
};

test.each<[Partial<TypedTerms>, string[]]>([
  [{}, []],
  [{ reserve: '' }, []],
  [{ title: ' ' }, ['title']],
  [{ start: 'much' }, ['start']],
  [{ start: '10.50' }, ['start']],
  [{ reserve: '4000' }, ['reserve']],
  [{ reserve: 'much' }, ['reserve']],
  [{ startsAt: '' }, ['startsAt']],
  [{ endsAt: '' }, ['endsAt']],
  [{ endsAt: '2026-01-02T09:00' }, ['endsAt']],
  [{ startsAt: '2025-01-01T00:00', endsAt: '2025-12-31T00:00' }, ['endsAt']],
])('%j: wrong is %j', (given, expected) => {
  const wrong = Object.entries(wrongTerms({ ...good, ...given }, now));
  expect(wrong.filter(([, text]) => text !== null).map(([name]) => name)).toEqual(expected);
});

test('what is sent: minor units and instants; no reserve is left out', () => {
  const times = { startsAt: Date.parse(good.startsAt), endsAt: Date.parse(good.endsAt) };
  const body = { title: '2018 Camry', start: 500_000, currency: 'USD', ...times };
  expect(saleBody(good, 'USD')).toEqual({ ...body, reserve: 900_000 });
  expect(saleBody({ ...good, reserve: '' }, 'USD')).toEqual(body);
});
