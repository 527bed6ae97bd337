import { lotChecksum } from './checksum.ts';

test.each([
  ['', 0],
  ['a', 1],
  ['k3f9a2xq', 12],
  ['k3f9a2xq', 13],
])('%s at version %i is 32 bits unsigned and differs from its neighbours', (id, version) => {
  const checksum = lotChecksum(id, version);
  expect(checksum).toBe(checksum >>> 0);
  expect(checksum).not.toBe(lotChecksum(id, version + 1));
  expect(checksum).not.toBe(lotChecksum(`${id}b`, version));
});
