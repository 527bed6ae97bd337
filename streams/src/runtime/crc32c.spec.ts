import { crc32c } from './crc32c.ts';

/** Check values of RFC 3720 appendix B.4 and of the catalogue entry CRC-32/ISCSI. */
test.each([
  ['no bytes', Buffer.alloc(0), 0x00000000],
  ['123456789', Buffer.from('123456789'), 0xe3069283],
  ['32 zero bytes', Buffer.alloc(32), 0x8a9136aa],
  ['32 bytes of ones', Buffer.alloc(32, 0xff), 0x62a8ab43],
  ['0 to 31', Buffer.from(Array.from({ length: 32 }, (_, n) => n)), 0x46dd794e],
])('%s', (_name, bytes, expected) => {
  expect(crc32c(bytes)).toBe(expected);
});

test('starts where it is told', () => {
  expect(crc32c(Buffer.from('xx123456789'), 2)).toBe(0xe3069283);
});
