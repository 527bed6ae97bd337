import { externalLotId } from './lot-id.ts';

// Made with Python: base64.b32encode(hashlib.sha256(b'copart/41').digest())[:20]
it.each([
  ['copart', '41', 'MTO4U624JOJHHCSTKVHN'],
  ['copart', '40000001', 'BSRN2EJTC2WCQC454GNO'],
])('%s/%s', (site, id, lotId) => {
  expect(externalLotId(site, id)).toBe(lotId);
});
