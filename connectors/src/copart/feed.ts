import { copartSalesdata } from '@auction/avro/layouts';
import type { Feed } from '../connector.ts';
import { fetchSalesData } from './client.ts';
import type { CopartAccess } from './client.ts';
import { SalesDataReader } from './sales-data-reader.ts';

/** @param now epoch ms */
export function copartFeed(access: CopartAccess, now: () => number): Feed {
  return {
    site: 'copart',
    layout: copartSalesdata.layout,
    rawCopy: '.csv',
    fetch: (memory, signal) => fetchSalesData(access, memory, signal, now),
    createReader: () => new SalesDataReader(),
  };
}
