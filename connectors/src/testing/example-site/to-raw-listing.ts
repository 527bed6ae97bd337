import { cellOf } from '../../json/cells.ts';
import type { Bound, JsonObject, JsonShape } from '../../json/json-reader.ts';

/** Order of the cells; a real site's stands in avro/src/site-layouts.ts. */
export const exampleVehicle = {
  layout: 'example-vehicle@1',
  cells: ['number', 'vin', 'title', 'bid', 'endsAt'],
} as const;

function bind(record: JsonObject): Bound {
  const siteListingId = cellOf(record['number']);
  if (siteListingId === '') {
    return { ok: false, reason: 'KEY_MISSING: no number', siteListingId: null };
  }
  const cells = exampleVehicle.cells.map((name) => cellOf(record[name]));
  return { ok: true, siteListingId, cells };
}

export const exampleShape: JsonShape = {
  arrayKeys: ['vehicles'],
  required: ['number', 'vin', 'endsAt'],
  known: new Set(exampleVehicle.cells.map((name) => name.toLowerCase())),
  bind,
};
