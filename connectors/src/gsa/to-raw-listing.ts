/** Shape of an auction of GSA's API: live keys and documented ones differ in case (feeds.md section 6). */
import { gsaAuction } from '@auction/avro/site-layouts';
import { cellOf, lowerKeys } from '../json/cells.ts';
import { isObject } from '../json/json-reader.ts';
import type { Bound, JsonObject, JsonShape } from '../json/json-reader.ts';

/** Keys that name a person or how to reach one; the instruction's text does, too. */
const personal = [
  ...['instruction', 'instruction1', 'instruction2', 'instruction3'],
  ...['contractofficer', 'coemail', 'cophone'],
];
/** Keys that say nothing we need. */
const idle = [
  ...['propertyaddr2', 'propertyaddr3', 'salelocation', 'locationorg', 'locationstaddr'],
  ...['locationcity', 'locationst', 'locationzip', 'agencycode', 'bureaucode'],
];
const cellKeys = gsaAuction.cells.map((cell) => cell.toLowerCase());

function bind(record: JsonObject): Bound {
  const values = lowerKeys(record);
  const saleNo = cellOf(values['saleno']).trim();
  const lotNo = cellOf(values['lotno']).trim();
  if (saleNo === '' || lotNo === '') {
    return { ok: false, reason: 'KEY_MISSING: no saleNo or no lotNo', siteListingId: null };
  }
  const cells = cellKeys.map((key) => cellOf(values[key]));
  return { ok: true, siteListingId: `${saleNo}-${lotNo}`, cells };
}

/** api.data.gov answers refusals as `{"error": {"code", "message"}}`, also where a 200 is expected. */
function identify(record: JsonObject): string | null {
  const { error } = record;
  if (!isObject(error)) return null;
  return `ERROR_ANSWER: ${cellOf(error['code']).slice(0, 60)}`;
}

export const gsaShape: JsonShape = {
  arrayKeys: ['Results', 'results'],
  required: ['saleNo', 'lotNo', 'aucEndDt', 'itemName', 'highBidAmount'],
  known: new Set([...cellKeys, ...idle, ...personal, '_note']),
  personal: new Set(personal),
  bind,
  identify,
};
