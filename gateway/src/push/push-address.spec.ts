import { isPublicAddress, pushAddressFault } from './push-address.ts';

test.each([
  ['https://fcm.googleapis.com/fcm/send/abc', undefined],
  ['https://updates.push.services.mozilla.com/wpush/v2/abc', undefined],
  ['http://fcm.googleapis.com/fcm/send/abc', 'must be https'],
  ['https://fcm.googleapis.com:8443/abc', 'must be a plain https address'],
  ['https://user:secret@fcm.googleapis.com/abc', 'must be a plain https address'],
  ['https://127.0.0.1/abc', 'must name a public host'],
  ['https://2130706433/abc', 'must name a public host'],
  ['https://0x7f.1/abc', 'must name a public host'],
  ['https://[::1]/abc', 'must name a public host'],
  ['https://localhost/abc', 'must name a public host'],
  ['https://gateway/abc', 'must name a public host'],
  ['https://metadata.google.internal/abc', 'must name a public host'],
  ['https://printer.local/abc', 'must name a public host'],
  ['file:///etc/passwd', 'must be https'],
  ['nonsense', 'is no address'],
])('%s: %s', (text, fault) => {
  expect(pushAddressFault(text)).toBe(fault);
});

test.each([
  ['142.250.74.10', true],
  ['2a00:1450:4001:80b::200a', true],
  ['10.1.2.3', false],
  ['100.64.0.1', false],
  ['127.0.0.1', false],
  ['169.254.169.254', false],
  ['172.31.255.255', false],
  ['192.168.1.1', false],
  ['0.0.0.0', false],
  ['255.255.255.255', false],
  ['::1', false],
  ['::ffff:10.0.0.1', false],
  ['64:ff9b::a00:1', false],
  ['2002:a00:1::', false],
  ['2001:db8::1', false],
  ['fc00::1', false],
  ['fe80::1', false],
  ['not an address', false],
])('%s is public: %s', (address, isPublic) => {
  expect(isPublicAddress(address)).toBe(isPublic);
});
