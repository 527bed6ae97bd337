/** The SSRF list of ops-security.md section 5, checklist 18: refused, and never contacted. */
import { createServer } from 'node:http';
import { addressFault, guardedLookup, isHiddenAddress } from './address-guard.ts';
import type { Origin } from './address-guard.ts';
import { ask } from './ask.ts';
import { testLimits } from '../testing/feed-harness.ts';

const foreign: [string, RegExp][] = [
  ['http://localhost/', /private/],
  ['http://sub.localhost./', /private/],
  ['http://127.0.0.1/', /private/],
  ['http://2130706433/', /private/],
  ['http://0x7f.1/', /private/],
  ['http://0177.0.0.1/', /private/],
  ['http://[::1]/', /private/],
  ['http://[::ffff:127.0.0.1]/', /private/],
  ['http://[::ffff:7f00:1]/', /private/],
  ['http://169.254.169.254/latest/meta-data', /private/],
  ['http://[fd00::1]/', /private/],
  ['http://10.1.2.3/', /private/],
  ['http://100.64.0.1/', /private/],
  ['http://0.0.0.0/', /private/],
  ['file:///etc/hostname', /not http/],
  ['gopher://example.com/', /not http/],
  ['http://example.com:22/', /port 22/],
  ['http://user:secret@example.com/', /password/],
];
test.each(foreign)('a foreign %s is refused', (text, why) => {
  expect(addressFault(new URL(text), 'FOREIGN')).toMatch(why);
});

const configured: [string, boolean][] = [
  ['https://api.example.gov', true],
  ['http://127.0.0.1:19010', true],
  ['http://10.0.0.5:8080', true],
  ['http://169.254.169.254', false],
  ['http://[fe80::1]', false],
  ['http://0.0.0.0', false],
  ['http://user:secret@127.0.0.1', false],
  ['ftp://example.com', false],
];
test.each(configured)('a configured %s may be asked: %s', (text, isFine) => {
  expect(addressFault(new URL(text), 'CONFIGURED') === undefined).toBe(isFine);
});

test.each<[string, Origin, boolean]>([
  ['8.8.8.8', 'FOREIGN', false],
  ['192.168.1.1', 'FOREIGN', true],
  ['192.168.1.1', 'CONFIGURED', false],
  ['::ffff:10.0.0.1', 'FOREIGN', true],
  ['2001:4860:4860::8888', 'FOREIGN', false],
])('%s of %s origin is hidden: %s', (address, origin, hidden) => {
  expect(isHiddenAddress(address, origin)).toBe(hidden);
});

test('a name that leads to a private address is refused when it is resolved', async () => {
  const error = await new Promise((resolve) => {
    guardedLookup('FOREIGN')('localhost', { all: true }, (fault) => resolve(fault));
  });
  expect(String(error)).toMatch(/private address/);
});

test('a hidden address is not even connected to', async () => {
  let asked = 0;
  const server = createServer(() => (asked += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const question = {
    url: new URL('http://169.254.169.254/'),
    headers: {},
    credentials: { query: {}, headers: {} },
    limits: testLimits,
    now: Date.now,
  };
  const answer = await ask(question, new AbortController().signal);
  expect(answer).toMatchObject({ ok: false, reason: expect.stringMatching(/^ADDRESS_REFUSED: /) });
  expect(asked).toBe(0);
  server.close();
});
