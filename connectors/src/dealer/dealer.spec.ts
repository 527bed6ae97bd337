/** Senders' files of every shape, and what is hostile about some (ops-security.md section 5). */
import { deflateRawSync, gzipSync } from 'node:zlib';
import type { Listing } from '@auction/avro/records';
import { sampleData } from '@auction/streams/testing/sample-data';
import { noRateLimit, testLimits } from '../testing/feed-harness.ts';
import { FileImports } from '../testing/file-imports.ts';
import { importThrough } from '../testing/import-through.ts';
import { dealerFeed } from './feed.ts';
import { readMappings, shippedMappings } from './mapping.ts';

const access = {
  ...{ fileUrl: 'http://127.0.0.1:9/feed.csv', user: '', password: '' },
  ...{ limits: testLimits, rate: noRateLimit },
};
const feed = dealerFeed(access, readMappings(shippedMappings), Date.now);
const imported = (text: string | Buffer) => importThrough(feed, { text });

const google =
  'vin,store_code,dealership_name,price,condition,make,model,year,mileage,image_link,additional_image_link,additional_image_link';
const meta =
  'vehicle_id,title,url,make,model,year,mileage.value,mileage.unit,image[0].url,image,price';

const rows: [string, string, Partial<Listing>][] = [
  [
    'Google: unit and currency in the value, repeated columns',
    `${google}\n1M8GDM9AXKP042788,S1,Sim Cars,"10,499.00 USD",used,Toyota,Camry,2019,"52,777 miles",https://i.example/1,https://i.example/2,https://i.example/3\n`,
    {
      siteListingId: 'google-vehicle:1M8GDM9AXKP042788@S1',
      ...{ buyNowMinor: 1_049_900, currency: 'USD', odometer: 52_777, odometerUnit: 'MI' },
      images: ['https://i.example/1', 'https://i.example/2', 'https://i.example/3'],
      vinStatus: 'VALID',
    },
  ],
  [
    'Meta: paths as headers and JSON in a cell',
    `${meta}\nV1,"A ""fine"" car",https://c.example/1,Honda,Civic,2018,45000,KM,https://i.example/a,"{""1"":{""url"":""https://i.example/b""}}",12000 USD\n`,
    { title: 'A "fine" car', odometer: 45_000, odometerUnit: 'KM', buyNowMinor: 1_200_000 },
  ],
  [
    'a semicolon and comma decimals',
    `${google.replaceAll(',', ';')}\n1M8GDM9AXKP042788;S1;Sim;10.499,50 EUR;used;VW;Golf;2019;80.000;;;\n`.replace(
      '80.000',
      '80000 km',
    ),
    { buyNowMinor: 1_049_950, currency: 'EUR', odometerUnit: 'KM', make: 'VOLKSWAGEN' },
  ],
  [
    'a field over two lines is one record',
    `${meta}\r\nV2,"line one\nline two",u,Ford,Focus,2015,1000,MI,,,9000 USD\r\n`,
    { title: 'line one line two' },
  ],
  [
    'JSON Lines',
    `{"vehicle_id":"J1","title":"T","make":"Kia","model":"Rio","year":2016,"price":"5000 USD","mileage":{"value":90000,"unit":"MI"}}\n`,
    { odometer: 90_000, make: 'KIA' },
  ],
];
test.each(rows)('%s', async (_, text, expected) => {
  for (const packed of [Buffer.from(text), gzipSync(text), zipOf('feed.csv', text)]) {
    const { listings, rejects, refusal } = await imported(packed);
    expect({ rejects, refusal }).toEqual({ rejects: [], refusal: null });
    expect(listings).toEqual([expect.objectContaining(expected)]);
  }
});

/** A zip archive of one file, without its directory: readers of a stream never see that. */
function zipOf(name: string, text: string, method = 8, flags = 0): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(method, 8);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, Buffer.from(name), deflateRawSync(text)]);
}

const good = `${meta}\nV1,T,u,Ford,Focus,2015,1000,MI,,,9000 USD\n`;
const laughs = `<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><a><vehicle>&b;</vehicle></a>`;
const manyElements = Array.from({ length: 100_000 }, (_, index) => `<c${index}>1</c${index}>`).join(
  '',
);
const refusals: [string, string | Buffer, RegExp][] = [
  ['a path in a zip', zipOf('../../feed.csv', good), /BAD_ARCHIVE: .*path/],
  ['an encrypted zip', zipOf('feed.csv', good, 8, 1), /BAD_ARCHIVE: .*encrypted/],
  ['a zip bomb', zipOf('feed.csv', '0'.repeat(60_000_000)), /BAD_ARCHIVE: unpacks/],
  ['bytes that are no UTF-16', Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x41, 0x00]), /WRONG_ENCODING/],
  [
    'a document type',
    `<!DOCTYPE a [<!ENTITY x "boom">]><a><vehicle>&x;</vehicle></a>`,
    /XML_DOCTYPE/,
  ],
  ['a billion laughs', laughs, /XML_DOCTYPE/],
  ['XML of something else', '<rss><channel><item><a>1</a></item></channel></rss>', /NO_MAPPING/],
  ['XML without an end in sight', `<a><vehicle><x>${'y'.repeat(2_000_000)}`, /RECORD_TOO_LONG/],
  ['XML a thousand deep', '<a>'.repeat(1_000), /TOO_DEEP/],
  [
    'XML of 100,000 columns',
    `<a><vehicle>${manyElements}</vehicle></a>`,
    /TOO_MANY_COLUMNS|RECORD_TOO_LONG/,
  ],
  [
    'XML in an unknown encoding',
    '<?xml version="1.0" encoding="EBCDIC-US"?><a/>',
    /WRONG_ENCODING/,
  ],
  ['an outer entity', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', /XML_DOCTYPE/],
  ['a web page', '<!doctype html><html></html>', /HTML_PAGE/],
  ['unknown columns', 'a,b,c\n1,2,3\n', /NO_MAPPING: .*misses/],
  ['too many columns', `${'c,'.repeat(100_000)}d\n1\n`, /TOO_MANY_COLUMNS|NO_MAPPING|EMPTY_FILE/],
  ['nothing', '', /EMPTY_FILE/],
];
test.each(refusals)('%s is refused at once', async (_, text, why) => {
  const startedAt = performance.now();
  const { listings, refusal, rejects } = await imported(text);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
  expect(listings).toEqual([]);
  expect([refusal ?? '', ...rejects].join(' ')).toMatch(why);
});

const metaXml = (body: string): string =>
  `<?xml version="1.0"?><listings><title>Feed</title>${body}</listings>`;
const oneXml = (id: string): string =>
  `<listing><vehicle_id>${id}</vehicle_id><title><![CDATA[A & B <i>]]></title><make>Kia</make><model>Rio</model>` +
  '<year>2016</year><mileage><value>90000</value><unit>KM</unit></mileage><image><url>https://i.example/1</url></image>' +
  '<image><url>https://i.example/2</url></image><price>5000 USD</price></listing>';
const documents: [string, string | Buffer][] = [
  ['XML', metaXml(oneXml('X1'))],
  ['XML in UTF-16', Buffer.from(`\uFEFF${metaXml(oneXml('X1'))}`, 'utf16le')],
  [
    'XML in UTF-16, other byte order',
    Buffer.from(`\uFEFF${metaXml(oneXml('X1'))}`, 'utf16le').swap16(),
  ],
];
test.each(documents)('%s: repeated elements, CDATA, values with units', async (_, text) => {
  const { listings, rejects, refusal } = await imported(text);
  expect({ rejects, refusal }).toEqual({ rejects: [], refusal: null });
  expect(listings).toEqual([
    expect.objectContaining({
      ...{ siteListingId: 'meta-automotive:X1', make: 'KIA', odometer: 90_000, odometerUnit: 'KM' },
      ...{ buyNowMinor: 500_000, images: ['https://i.example/1', 'https://i.example/2'] },
    }),
  ]);
});

test('Google XML: namespaces', async () => {
  const item =
    '<item><g:vin>1M8GDM9AXKP042788</g:vin><g:store_code>S1</g:store_code><g:price>10499 USD</g:price>' +
    '<g:make>Toyota</g:make><g:model>Camry</g:model><g:year>2019</g:year><g:mileage>52,777 miles</g:mileage></item>';
  const text = `<rss xmlns:g="http://base.google.com/ns/1.0"><channel><title>t</title>${item}</channel></rss>`;
  const { listings } = await imported(text);
  expect(listings[0]).toMatchObject({
    siteListingId: 'google-vehicle:1M8GDM9AXKP042788@S1',
    odometer: 52_777,
  });
});

test('a record of XML is published as it stands, wherever the chunks are cut', () => {
  const text = metaXml(Array.from({ length: 40 }, (_, index) => oneXml(`X${index}`)).join('\n'));
  for (const size of [1, 7, 64, 1_000]) {
    const reader = feed.createReader();
    const found: string[] = [];
    for (let from = 0; from < text.length; from += size) {
      for (const { payload } of reader.read(Buffer.from(text.slice(from, from + size)))) {
        found.push(payload.toString());
      }
    }
    for (const { payload } of reader.end('DISCARD')) found.push(payload.toString());
    expect(found).toEqual(Array.from({ length: 40 }, (_, index) => oneXml(`X${index}`)));
    expect(reader.lastLineEnded).toBe(true);
  }
});

test('XML that breaks in the middle costs what is behind it, and is told', async () => {
  const { listings, rejects } = await imported(
    `${metaXml(oneXml('X1')).slice(0, -11)}<listing></wrong>`,
  );
  expect(listings.map(({ siteListingId }) => siteListingId)).toEqual(['meta-automotive:X1']);
  expect(rejects).toContainEqual(expect.stringMatching(/BAD_XML/));
});

test('a table in UTF-16 is read', async () => {
  const { listings, rejects } = await imported(Buffer.from(`\uFEFF${good}`, 'utf16le'));
  expect(rejects).toEqual([]);
  expect(listings[0]).toMatchObject({ siteListingId: 'meta-automotive:V1', make: 'FORD' });
});

const damaged: [string, string, RegExp][] = [
  ['a NUL', 'V2,T\0,u,Ford,Focus,2015,1,MI,,,9000 USD\n', /NUL_BYTE/],
  ['a column too many', 'V2,T,u,Ford,Focus,2015,1,MI,,,9000 USD,x\n', /COLUMN_COUNT/],
  ['the header again', `${meta}\n`, /REPEATED_HEADER/],
  ['an open quote', `V2,"T,u,${'x'.repeat(70_000)}\n`, /RECORD_TOO_LONG/],
  ['no id', ',T,u,Ford,Focus,2015,1,MI,,,9000 USD\n', /KEY_MISSING/],
];
test.each(damaged)('%s costs one record', async (_, line, why) => {
  const after = 'V3,T,u,Ford,Focus,2015,1000,MI,,,9000 USD\n';
  const { listings, rejects } = await imported(`${good}${line}${after}`);
  expect(rejects).toEqual([expect.stringMatching(why)]);
  expect(listings.map(({ siteListingId }) => siteListingId).sort()).toEqual([
    'meta-automotive:V1',
    'meta-automotive:V3',
  ]);
});

/** Rows, and those among them that tell an earlier row's sale again. */
const samples: [string, number, number][] = [
  ['iaa/iaa-2026-07-21.csv', 1_000, 0],
  ['iaa/iaa-2026-07-24.csv', 1_000, 0],
  ['manheim/toyota_camry_sales.csv', 12_545, 2],
  ['manheim/honda_odyssey_sales.csv', 3_500, 1],
];
describe('real files', () => {
  for (const [name, count, doubled] of samples) {
    const path = sampleData(name);
    (path === undefined ? test.skip : test)(
      `${name}: every row is a listing`,
      async () => {
        const { rows: read, rejects, refusal } = await importThrough(feed, { path: path ?? '' });
        expect({ read, refusal }).toEqual({ read: count, refusal: null });
        expect(rejects).toEqual(Array(doubled).fill(expect.stringMatching(/^DUPLICATE_ID: /)));
      },
      60_000,
    );
  }

  const path = sampleData('manheim/honda_odyssey_sales.csv');
  (path === undefined ? test.skip : test)(
    'a file with an id that stands twice, imported again: nothing changes',
    async () => {
      const imports = await FileImports.open(feed);
      await imports.take({ path: path ?? '' });
      const again = await imports.take({ path: path ?? '' });
      const told = { rows: 3_500, published: 3_499, unchanged: 3_499, changed: 0 };
      expect(again).toMatchObject({ ok: true, summary: told });
    },
    60_000,
  );
});
