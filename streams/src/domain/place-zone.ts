/** IANA zone of a place in the USA or Canada, from state or province and postal code. */
import { zonesByState } from './place-zone-table.ts';
import type { StateZones } from './place-zone-table.ts';

/** Zone of the longest postal prefix that fits, else of most of the state. */
function zoneWithin(zones: StateZones, postalCode: string): string {
  let best = zones.most;
  let bestLength = 0;
  for (const [prefix, zone] of zones.elsewhere) {
    if (prefix.length > bestLength && postalCode.startsWith(prefix)) {
      best = zone;
      bestLength = prefix.length;
    }
  }
  return best;
}

/**
 * @param state two-letter code of a state, territory or province
 * @param postalCode ZIP (also ZIP+4) or Canadian postal code; null: most of the state decides
 * @returns null for a state we do not know
 * Source: the tz database's zones and the counties they cover; boundaries inside a state are drawn
 * along postal prefixes, which is exact for cities with a yard and right for all but a few villages.
 */
export function placeZone(state: string | null, postalCode: string | null): string | null {
  if (state === null) return null;
  const zones = zonesByState.get(state.toUpperCase());
  if (zones === undefined) return null;
  if (zones.elsewhere.length === 0 || postalCode === null) return zones.most;
  return zoneWithin(zones, postalCode.toUpperCase());
}
