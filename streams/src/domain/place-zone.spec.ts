import { IANAZone } from 'luxon';
import { zonesByState } from './place-zone-table.ts';
import { placeZone } from './place-zone.ts';

it.each<[place: string, state: string, postalCode: string | null, zone: string]>([
  ['Houston', 'TX', '77049 1968', 'America/Chicago'],
  ['El Paso', 'TX', '79928', 'America/Denver'],
  ['Van Horn, in the same prefix as places near El Paso', 'TX', '79855', 'America/Chicago'],
  ['Phoenix', 'AZ', '85085', 'America/Phoenix'],
  ['Fort Wayne', 'IN', '46803', 'America/Indiana/Indianapolis'],
  ['Dyer, near Chicago', 'IN', '46311', 'America/Chicago'],
  ['Evansville', 'IN', '47725', 'America/Chicago'],
  ['Louisville', 'KY', '40272', 'America/New_York'],
  ['Earlington', 'KY', '42410', 'America/Chicago'],
  ['Pensacola', 'FL', '32505', 'America/Chicago'],
  ['Midway, west of Tallahassee', 'FL', '32343', 'America/New_York'],
  ['Knoxville', 'TN', '37914', 'America/New_York'],
  ['Chattanooga', 'TN', '37406', 'America/New_York'],
  ['Tullahoma', 'TN', '37388', 'America/Chicago'],
  ['Nashville', 'TN', '37210', 'America/Chicago'],
  ['Nampa', 'ID', '83687', 'America/Boise'],
  ['Coeur d’Alene', 'ID', '83814', 'America/Los_Angeles'],
  ['Rapid City', 'SD', '57701', 'America/Denver'],
  ['Scottsbluff', 'NE', '69361', 'America/Denver'],
  ['Dickinson', 'ND', '58601', 'America/Denver'],
  ['Ontario, Oregon', 'OR', '97914', 'America/Boise'],
  ['Ironwood', 'MI', '49938', 'America/Menominee'],
  ['Honolulu', 'HI', '96707', 'Pacific/Honolulu'],
  ['Anchorage', 'AK', '99501', 'America/Anchorage'],
  ['Toronto', 'ON', 'L0L 1L0', 'America/Toronto'],
  ['Kenora', 'ON', 'P9N 1A1', 'America/Winnipeg'],
  ['Moncton', 'NB', 'E1H 2J9', 'America/Moncton'],
  ['Elmsdale', 'NS', 'B2S 1A1', 'America/Halifax'],
  ["St. John's", 'NL', 'A1B 1A1', 'America/St_Johns'],
  ['Goose Bay', 'NL', 'A0P 1C0', 'America/Goose_Bay'],
  ['Regina', 'SK', 'S4N 1A1', 'America/Regina'],
  ['Lloydminster', 'SK', 'S9V 0A1', 'America/Edmonton'],
  ['Dawson Creek', 'BC', 'V1G 1A1', 'America/Dawson_Creek'],
  ['lower case', 'bc', 'v1g 1a1', 'America/Dawson_Creek'],
  ['no postal code', 'IN', null, 'America/Indiana/Indianapolis'],
])('%s', (_place, state, postalCode, zone) => {
  expect(placeZone(state, postalCode)).toBe(zone);
});

it.each([null, '', 'XX', 'TEXAS'])('state %j is not known', (state) => {
  expect(placeZone(state, '77049')).toBeNull();
});

it('has a zone the runtime knows for every state, territory and province', () => {
  expect(zonesByState.size).toBe(50 + 1 + 5 + 13);
  const zones = [...zonesByState.values()].flatMap(({ most, elsewhere }) => [
    most,
    ...elsewhere.map(([, zone]) => zone),
  ]);
  expect(zones.filter((zone) => !IANAZone.isValidZone(zone))).toEqual([]);
});
