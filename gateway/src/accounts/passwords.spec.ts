import { emailAddress } from './email-address.ts';
import { weaknessOf } from './password-rules.ts';
import { Passwords } from './passwords.ts';

const email = 'alice@dealer.example';

test.each([
  { password: 'seven77', weakness: 'TOO_SHORT' },
  { password: 'éééé', weakness: 'TOO_SHORT' }, // eight bytes are not eight characters
  { password: 'password123', weakness: 'USED_MOST' },
  { password: 'PASSWORD123', weakness: 'USED_MOST' },
  { password: 'alice@dealer.example', weakness: 'IS_THE_ADDRESS' },
  { password: 'tgv8 kpw', weakness: undefined },
  { password: 'onlylowercaseletters', weakness: undefined },
  { password: '🚗🚙🚕🚌🚎🏎🚓🚑', weakness: undefined },
  { password: 'x'.repeat(256), weakness: undefined },
])('$password -> $weakness', ({ password, weakness }) => {
  expect(weaknessOf(password, email)).toBe(weakness);
});

test('a hash names its algorithm and cost, and no two are the same', async () => {
  const passwords = new Passwords();
  const one = await passwords.hash('correct horse');
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(await passwords.hash('correct horse')).not.toBe(one);
  expect(await passwords.isRight(one, 'correct horse')).toBe(true);
  expect(await passwords.isRight(one, 'correct horsf')).toBe(false);
});

test('nothing is cut at 72 bytes, and unicode is the same however it is typed', async () => {
  const passwords = new Passwords();
  const long = 'a'.repeat(72);
  expect(await passwords.isRight(await passwords.hash(`${long}b`), `${long}c`)).toBe(false);
  const composed = await passwords.hash('caf\u00e9 creme');
  expect(await passwords.isRight(composed, 'cafe\u0301 creme')).toBe(true);
});

test('nobody is right without an account', async () => {
  expect(await new Passwords().isRight(undefined, 'whatever')).toBe(false);
});

test.each([
  { typed: ' Alice@Dealer.Example ', address: 'alice@dealer.example' },
  { typed: 'alice', address: undefined },
  { typed: 'alice@localhost', address: undefined },
  { typed: 'a@b.example\r\nBcc: c@d.example', address: undefined },
  { typed: 'A <a@b.example>', address: undefined },
  { typed: `${'a'.repeat(65)}@b.example`, address: undefined },
])('address $typed -> $address', ({ typed, address }) => {
  expect(emailAddress(typed)).toBe(address);
});
