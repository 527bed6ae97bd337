/** Senders' files of every shape, and what is hostile about some (ops-security.md section 5). */
import { deflateRawSync, gzipSync } from 'node:zlib';
import type { Listing } from '@auction/avro/records';
import { sampleData } from '@auction/streams/testing/sample-data';
import { noRateLimit, testLimits } from '../testing/feed-harness.ts';
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
const refusals: [string, string | Buffer, RegExp][] = [
  ['a path in a zip', zipOf('../../feed.csv', good), /BAD_ARCHIVE: .*path/],
  ['an encrypted zip', zipOf('feed.csv', good, 8, 1), /BAD_ARCHIVE: .*encrypted/],
  ['a zip bomb', zipOf('feed.csv', '0'.repeat(60_000_000)), /BAD_ARCHIVE: unpacks/],
  ['UTF-16', Buffer.from(`\uFEFF${good}`, 'utf16le'), /WRONG_ENCODING/],
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

const samples: [string, number][] = [
  ['iaa/iaa-2026-07-21.csv', 1_000],
  ['iaa/iaa-2026-07-24.csv', 1_000],
  ['manheim/toyota_camry_sales.csv', 12_545],
  ['manheim/honda_odyssey_sales.csv', 3_500],
];
describe('real files', () => {
  for (const [name, count] of samples) {
    const path = sampleData(name);
    (path === undefined ? test.skip : test)(
      `${name}: every row is a listing`,
      async () => {
        const { rows: read, rejects, refusal } = await importThrough(feed, { path: path ?? '' });
        expect({ read, rejects, refusal }).toEqual({ read: count, rejects: [], refusal: null });
      },
      60_000,
    );
  }
});
