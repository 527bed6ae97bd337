import { createDecipheriv, createECDH, createHmac, randomBytes } from 'node:crypto';
import { meaningOf, pushKeysFrom, pushRequest, pushSender } from './push-sender.ts';

/** A browser: its keys, and how it reads a push (RFC 8291, by hand, as an independent witness). */
function aBrowser() {
  const curve = createECDH('prime256v1');
  const publicKey = curve.generateKeys();
  const auth = randomBytes(16);
  const hmac = (key: Buffer, ...parts: (Buffer | string)[]) =>
    parts.reduce((sum, part) => sum.update(part), createHmac('sha256', key)).digest();
  const read = (body: Buffer): string => {
    const salt = body.subarray(0, 16);
    const keyEnd = 21 + body.readUInt8(20);
    const sender = body.subarray(21, keyEnd);
    const shared = hmac(auth, curve.computeSecret(sender));
    const key = hmac(shared, 'WebPush: info\0', publicKey, sender, '\x01');
    const salted = hmac(salt, key);
    const cek = hmac(salted, 'Content-Encoding: aes128gcm\0\x01').subarray(0, 16);
    const nonce = hmac(salted, 'Content-Encoding: nonce\0\x01').subarray(0, 12);
    const decipher = createDecipheriv('aes-128-gcm', cek, nonce);
    const sealed = body.subarray(keyEnd);
    decipher.setAuthTag(sealed.subarray(-16));
    const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
    return plain.subarray(0, plain.lastIndexOf(2)).toString('utf8');
  };
  return { p256dh: publicKey.toString('base64url'), auth: auth.toString('base64url'), read };
}

const keys = pushKeysFrom(randomBytes(32).toString('base64url'), 'mailto:operator@bench.example');
const endpoint = 'https://push.bench.example/abc';

test('only the browser it is for can read it, and it is signed as ours', () => {
  const browser = aBrowser();
  const { body, headers, method } = pushRequest(keys, { endpoint, ...browser }, '{"title":"Won"}');
  expect(method).toBe('POST');
  expect(headers).toMatchObject({ 'Content-Encoding': 'aes128gcm', Urgency: 'high', TTL: 3_600 });
  expect(body.toString('utf8')).not.toContain('Won');
  expect(browser.read(body)).toBe('{"title":"Won"}');
  expect(() => aBrowser().read(body)).toThrow();
  const [, token = '', key] =
    /^vapid t=([^,]+), k=(.+)$/.exec(String(headers['Authorization'])) ?? [];
  expect(key).toBe(keys.publicKey);
  const claims = JSON.parse(
    Buffer.from(token.split('.')[1] ?? '', 'base64url').toString(),
  ) as object;
  expect(claims).toMatchObject({
    aud: 'https://push.bench.example',
    sub: 'mailto:operator@bench.example',
  });
});

test('an address that leads inside is never called', async () => {
  const browser = aBrowser();
  const send = pushSender(keys);
  expect(await send({ endpoint: 'https://127.0.0.1/x', ...browser }, '')).toBe('REFUSED');
  const inside = pushSender(keys, () => Promise.reject(new Error('no public address')));
  await expect(inside({ endpoint, ...browser }, '')).rejects.toThrow('no public address');
});

test.each([
  [201, 'SENT'],
  [404, 'GONE'],
  [410, 'GONE'],
  [400, 'REFUSED'],
  [302, 'REFUSED'],
])('answer %d means %s', (status, meaning) => {
  expect(meaningOf(status)).toBe(meaning);
});

test.each([429, 500, 503])('after %d it is tried again', (status) => {
  expect(() => meaningOf(status)).toThrow(String(status));
});
