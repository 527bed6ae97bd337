/** Large feed files for `npm run bench:connectors`: made up, written to a folder, never kept. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { columnsOf2025, salesLines } from '@auction/connectors/copart/simulator/sales-lines';
import { auctionRecord } from '@auction/connectors/gsa/simulator/auction-record';
import { itemOf, summaryOf } from '@auction/connectors/ebay/simulator/item-record';
import { bidBox, searchRow } from '@auction/connectors/govdeals/simulator/asset-record';
import { listingRecord } from '@auction/connectors/manheim/simulator/listing-record';
import { Market } from '@auction/streams/simulation/market';

const at = Date.parse('2027-03-10T15:00:00Z');
const siteUrl = 'https://site.example';
const metaHeader =
  'vehicle_id,title,url,make,model,year,mileage.value,mileage.unit,image[0].url,price';

const marketOf = (lotCount: number): Market => new Market({ seed: 7, lotCount, startedAt: at });

/** Text of one vehicle, as several formats have it. */
interface Row {
  readonly id: string;
  readonly title: string;
  readonly make: string;
  readonly model: string;
  readonly year: number;
  readonly odometer: number;
  readonly price: number;
}

function* rowsOf(rows: number): Generator<Row> {
  // The market is read again and again where a file shall be longer than it: only ids must differ.
  const lotCount = Math.min(rows, 150_000);
  const market = marketOf(lotCount);
  for (let count = 0; count < rows;) {
    for (const { vehicle } of market.lotsAt(at)) {
      if (count >= rows) return;
      const { model, year, detail, trim, odometer, retailMinor } = vehicle;
      yield {
        ...{ id: `V${count++}`, make: model.make, model: detail, year, odometer },
        title: `${year} ${model.make} ${detail} ${trim}, ""one owner"", well kept`,
        price: Math.round(retailMinor / 100),
      };
    }
  }
}

const csvLine = (r: Row): string =>
  `${r.id},"${r.title}",https://cars.example/${r.id},${r.make},${r.model},${r.year},${r.odometer},MI,` +
  `https://images.example/${r.id}.jpg,${r.price} USD\n`;
const xmlRecord = (r: Row): string =>
  `<listing><vehicle_id>${r.id}</vehicle_id><title>${r.title}</title><make>${r.make}</make>` +
  `<model>${r.model}</model><year>${r.year}</year><mileage><value>${r.odometer}</value><unit>MI</unit></mileage>` +
  `<image><url>https://images.example/${r.id}.jpg</url></image><price>${r.price} USD</price></listing>\n`;
const jsonLine = (r: Row): string => {
  const { id, title, make, model, year, odometer: value, price } = r;
  const mileage = { value, unit: 'MI' };
  return `${JSON.stringify({ vehicle_id: id, title, make, model, year, mileage, price: `${price} USD` })}\n`;
};

/** As the board and the list of completed auctions have it. */
function batItem({ title, year, price }: Row, index: number): string {
  const url = `https://auctions.example/listing/${index}/`;
  return JSON.stringify({
    ...{ id: 100_000_000 + index, title, year: String(year), current_bid: price, currency: 'USD' },
    ...{ current_bid_formatted: `USD $${price}`, timestamp_end: at / 1_000, sold_text: '' },
    ...{ noreserve: index % 3 === 0, premium: false, comments: null, watchers: null, views: null },
    ...{ url, thumbnail_url: `${url}1.jpg`, country_code: 'US', categories: "['7']" },
  });
}

function* mapped<T>(
  items: Iterable<T>,
  text: (item: T, index: number) => string,
): Generator<string> {
  let index = 0;
  for (const item of items) yield text(item, index++);
}

function* between(head: string, parts: Iterable<string>, tail: string): Generator<string> {
  yield head;
  yield* parts;
  yield tail;
}

export type InputName =
  | ('copart' | 'gsa' | 'manheim' | 'govdeals' | 'ebay' | 'bat-board' | 'bat-list')
  | ('dealer-csv' | 'dealer-xml' | 'dealer-jsonl');

function partsOf(name: InputName, rows: number): Iterable<string | Buffer> {
  const lots = () => marketOf(rows).lotsAt(at);
  const comma = (index: number): string => (index === 0 ? '' : ',\n');
  switch (name) {
    case 'copart': {
      const wanted = { at, imageHost: 'images.example', columns: columnsOf2025, has: () => true };
      return salesLines({ market: marketOf(rows), ...wanted });
    }
    case 'gsa': {
      const text = mapped(lots(), (l, i) => comma(i) + JSON.stringify(auctionRecord(l, siteUrl)));
      return between('{"Results":[', text, ']}');
    }
    case 'manheim': {
      const text = mapped(
        lots(),
        (l, i) => comma(i) + JSON.stringify(listingRecord(l, 'OVE', siteUrl)),
      );
      return between(`{"totalCount":${rows},"items":[`, text, ']}');
    }
    // Lines as our own client puts them together of a site's answers, before the reader sees them.
    case 'govdeals':
      return mapped(lots(), (lot) => {
        return `${JSON.stringify({ asset: searchRow(lot), bidBox: bidBox(lot, at) ?? null })}\n`;
      });
    case 'ebay':
      return mapped(lots(), (lot) => {
        const item = itemOf(lot, siteUrl, 'EBAY_US');
        return `${JSON.stringify({ summary: summaryOf(lot, siteUrl), item })}\n`;
      });
    case 'bat-board': {
      const text = mapped(rowsOf(rows), (row, i) => comma(i) + batItem(row, i));
      const page = '<!doctype html>\n<html><body>\n<script>\nvar auctionsCurrentInitialData = ';
      return between(`${page}{"items":[`, text, ']};\n</script></body></html>\n');
    }
    case 'bat-list': {
      const text = mapped(rowsOf(rows), (row, i) => comma(i) + batItem(row, i));
      return between('{"items":[', text, ']}');
    }
    case 'dealer-csv':
      return between(`${metaHeader}\n`, mapped(rowsOf(rows), csvLine), '');
    case 'dealer-xml':
      return between('<listings>\n', mapped(rowsOf(rows), xmlRecord), '</listings>\n');
    case 'dealer-jsonl':
      return mapped(rowsOf(rows), jsonLine);
  }
}

/** Writes one, as many rows or as many bytes as wanted, whichever is reached last. @returns bytes */
export async function writeInput(path: string, name: InputName, rows: number): Promise<number> {
  const file = createWriteStream(path);
  let bytes = 0;
  let waiting = '';
  for (const part of partsOf(name, rows)) {
    bytes += Buffer.byteLength(part);
    if (typeof part !== 'string') {
      if (!file.write(part)) await once(file, 'drain');
      continue;
    }
    waiting += part;
    if (waiting.length < 65_536) continue;
    if (!file.write(waiting)) await once(file, 'drain');
    waiting = '';
  }
  file.end(waiting);
  await finished(file);
  return bytes;
}
