/** Shape of an auction of Bring a Trailer: the board and the list of completed ones share their keys. */
import { batAuction } from '@auction/avro/site-layouts';
import { cellOf } from '../json/cells.ts';
import type { Bound, JsonObject, JsonShape } from '../json/json-reader.ts';

const idleKeys = `
  categories comments country country_id current_bid_formatted current_bid_label excerpt images
  lat lon origin_id premium repeat searchable sold_text_label timestamp_start thumbnail_images
  titlesub type views watchers
`;

function bind(record: JsonObject): Bound {
  const id = cellOf(record['id']);
  if (!/^\d+$/.test(id)) return { ok: false, reason: 'KEY_MISSING: no id', siteListingId: null };
  return { ok: true, siteListingId: id, cells: batAuction.cells.map((key) => cellOf(record[key])) };
}

export const batShape: JsonShape = {
  arrayKeys: ['items'],
  required: ['id', 'title', 'current_bid', 'timestamp_end'],
  known: new Set([...batAuction.cells, ...idleKeys.trim().split(/\s+/)]),
  bind,
};
