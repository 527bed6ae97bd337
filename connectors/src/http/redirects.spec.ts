import { follow } from './redirects.ts';
import type { Hop } from './redirects.ts';

const key = 'invented key/0123';
const credentials = { query: { authKey: key }, headers: { 'x-member': 'invented-member' } };
const first = (address = 'https://inventory.example/data/sales.cgi'): Hop =>
  follow.first(new URL(address), credentials);

describe('where our key goes', () => {
  const rows: [location: string, leadsTo: string, hasKey: boolean][] = [
    ['/elsewhere.csv', 'https://inventory.example/elsewhere.csv', true],
    ['next.csv?part=2', 'https://inventory.example/data/next.csv', true],
    ['https://files.example/sales.csv', 'https://files.example/sales.csv', false],
    ['//files.example/sales.csv', 'https://files.example/sales.csv', false],
    // Another port is another service.
    ['https://inventory.example:8443/sales.csv', 'https://inventory.example:8443/sales.csv', false],
    ['https://sub.inventory.example/a', 'https://sub.inventory.example/a', false],
  ];
  test.each(rows)('%s', async (location, leadsTo, hasKey) => {
    const next = await follow.next(first(), location, 5);
    if (!next.ok) throw new Error(next.text);
    const { url, headers, origin, lookup } = next.hop;
    expect(url.origin + url.pathname).toBe(leadsTo);
    expect(url.searchParams.get('authKey')).toBe(hasKey ? key : null);
    expect(headers).toEqual(hasKey ? credentials.headers : {});
    expect({ origin, guarded: typeof lookup }).toEqual({
      origin: hasKey ? 'CONFIGURED' : 'FOREIGN',
      guarded: 'function',
    });
  });

  test('a foreign host that leads back home is given it again', async () => {
    const away = await follow.next(first(), 'https://files.example/a', 5);
    if (!away.ok) throw new Error(away.text);
    const back = await follow.next(away.hop, 'https://inventory.example/b', 5);
    expect(back).toMatchObject({ ok: true, hop: { count: 2, headers: credentials.headers } });
  });
});

describe('what is refused', () => {
  const rows: [location: string | undefined, reason: RegExp][] = [
    [undefined, /the address of the redirect cannot be read/],
    ['http://:nonsense', /cannot be read/],
    ['http://inventory.example/sales.csv', /from https to http/],
    ['http://files.example/sales.csv', /from https to http/],
    ['ftp://files.example/sales.csv', /not http: ftp:/],
    ['file:///etc/hostname', /not http: file:/],
    ['https://files.example:6379/', /to port 6379 of another host/],
    ['https://localhost/sales.csv', /to the private address localhost/],
    ['https://127.0.0.1/sales.csv', /to the private address 127\.0\.0\.1/],
    ['https://10.1.2.3/', /to the private address 10\.1\.2\.3/],
    ['https://169.254.169.254/latest', /to the private address 169\.254\.169\.254/],
    ['https://[::1]/', /to the private address ::1/],
    ['https://files.example/?k=invented%20key%2F0123', /with our key in the address/],
    ['https://files.example/?k=invented+key%2F0123', /with our key in the address/],
    ['https://files.example/invented-member', /with our key in the address/],
  ];
  test.each(rows)('%s', async (location, reason) => {
    const next = await follow.next(first(), location, 5);
    expect(next).toEqual({
      ok: false,
      code: 'REDIRECT_REFUSED',
      text: expect.stringMatching(reason),
    });
    // A reason is shown to people: it must never give the key away.
    expect(JSON.stringify(next)).not.toMatch(/invented/);
  });

  test('the sixth redirect is one too many', async () => {
    let hop = first();
    for (let count = 1; count <= 5; count += 1) {
      const next = await follow.next(hop, `/again-${count}`, 5);
      if (!next.ok) throw new Error(next.text);
      ({ hop } = next);
      expect(hop.count).toBe(count);
    }
    expect(await follow.next(hop, '/again', 5)).toMatchObject({ ok: false, code: 'REDIRECT_LOOP' });
  });
});
