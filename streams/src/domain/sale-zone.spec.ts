import { codeAgreesWithPlace, saleZone } from './sale-zone.ts';

interface Expected {
  readonly zone: string | null;
  readonly source: 'PLACE' | 'PRINTED' | null;
  readonly agrees: boolean | null;
}

const july = Date.UTC(2026, 6, 15);
const january = Date.UTC(2026, 0, 15);

/** @param place yard, state, postal code and printed code, separated by bars */
function check(place: string, at: number | null, expected: Expected): void {
  const [yard, state, postalCode, printedCode] = place.split('|').map((part) => part || null);
  const given = {
    yard: yard ?? null,
    state: state ?? null,
    postalCode: postalCode ?? null,
    printedCode: printedCode ?? null,
  };
  expect({ ...saleZone(given), agrees: codeAgreesWithPlace(given, at) }).toEqual(expected);
}

const place = (zone: string, agrees: boolean | null): Expected => ({
  zone,
  source: 'PLACE',
  agrees,
});
const printed = (zone: string, agrees: boolean | null): Expected => ({
  zone,
  source: 'PRINTED',
  agrees,
});

it.each<[what: string, place: string, at: number | null, expected: Expected]>([
  ['the usual', 'TX - HOUSTON|TX|77049|CDT', july, place('America/Chicago', true)],
  ['the winter code in July', 'TX - HOUSTON|TX|77049|CST', july, place('America/Chicago', true)],
  [
    'another code than the place: the place wins',
    'TX - HOUSTON|TX|77049|EDT',
    july,
    place('America/Chicago', false),
  ],
  [
    'New Brunswick printed as Alaska',
    'NB - MONCTON|NB|E1H 2J9|AKST',
    july,
    place('America/Moncton', false),
  ],
  [
    'Nova Scotia printed as Alaska, no date',
    'NS - HALIFAX|NS|B2S|AKST',
    null,
    place('America/Halifax', false),
  ],
  [
    'an Atlantic sale of no one yard: that code is never believed',
    'ATLANTIC CANADA AUCTION|NS|B2S|AKST',
    july,
    place('America/Halifax', false),
  ],
  ['Alaska', 'AK - ANCHORAGE|AK|99501|AKDT', july, place('America/Anchorage', true)],
  [
    'Alaska by another name',
    'AK - ANCHORAGE|AK|99501|ASDT',
    july,
    place('America/Anchorage', true),
  ],
  [
    'Alaska by a third name',
    'AK - ANCHORAGE|AK|99501|ADDT',
    january,
    place('America/Anchorage', true),
  ],
  [
    'Arizona keeps the clock of the coast in summer',
    'AZ - PHOENIX|AZ|85085|PDT',
    july,
    place('America/Phoenix', true),
  ],
  ['and not in winter', 'AZ - PHOENIX|AZ|85085|PST', january, place('America/Phoenix', false)],
  [
    'a sale of no one place: its code',
    'WHOLESALE AUCTION|TX|77049|EDT',
    july,
    printed('America/New_York', false),
  ],
  [
    'a regional sale: its code',
    '*NCS - PACIFIC REGION|CA|90001|PDT',
    july,
    printed('America/Los_Angeles', true),
  ],
  [
    'a sale of no one place without a code',
    'WHOLESALE AUCTION|TX|77049|',
    july,
    place('America/Chicago', null),
  ],
  ['an unknown code', 'TX - HOUSTON|TX|77049|XYZ', july, place('America/Chicago', null)],
  [
    'an unknown place: the code is all there is',
    'XX - NOWHERE|XX||CDT',
    july,
    printed('America/Chicago', null),
  ],
  ['nothing known', '|||', july, { zone: null, source: null, agrees: null }],
])('%s', (_what, given, at, expected) => {
  check(given, at, expected);
});
