/** What sites say on two days, and what lot pages and vehicles say then: three kinds of sameness, case by case. */
import { aVin } from '@auction/streams/testing/builders';
import type { Said } from './said-of-a-car.ts';

/** Days of the files: before the first sales of the table, and after them. */
export const days = ['2030-01-10', '2030-01-20'] as const;

/** Eight characters of the table's own, so that no case meets another's candidates. */
const vinOf = (letter: string): string => aVin(`3FA6P0${letter}D`, 'LR123456');
const wrongDigit = (vin: string): string =>
  `${vin.slice(0, 8)}${vin.charAt(8) === '1' ? '2' : '1'}${vin.slice(9)}`;
const masked = (vin: string): string => `${vin.slice(0, 11)}******`;

export interface SamenessCase {
  readonly what: string;
  /** What sites say on the first day, and on the second. */
  readonly said: readonly [readonly Said[], readonly Said[]];
  /** By `site id`: the vehicle, where else it is offered, what may be the same, and facts that contradict. */
  readonly pages: Readonly<Record<string, readonly string[]>>;
  /** Listings tied to each vehicle in the end. */
  readonly vehicles: Readonly<Record<string, readonly string[]>>;
}

const copart = (id: string, vin: string, more: Partial<Said> = {}): Said => {
  return { site: 'copart', id, vin, ...more };
};
const elsewhere = (site: Said['site'], id: string, vin: string, more: Partial<Said> = {}): Said => {
  return { site, id, vin, ...more };
};
const firstSale = { endsOn: '2030-01-15' };

export const samenessCases: readonly SamenessCase[] = [
  {
    what: 'run again under its id: one listing, and how the run before it stood',
    said: [
      [copart('71000001', vinOf('A'), { ...firstSale, bid: 500 })],
      [copart('71000001', vinOf('A'), { bid: 650 })],
    ],
    pages: {
      'copart 71000001': [`vehicle ${vinOf('A')}`, 'EARLIER_RUN copart 71000001 500 RUN_AGAIN'],
    },
    vehicles: { [vinOf('A')]: ['copart 71000001'] },
  },
  {
    what: 'listed again under another id: two listings of one vehicle',
    said: [
      [elsewhere('govdeals', '501/3001/1', vinOf('B'), { ...firstSale, bid: 500 })],
      [elsewhere('govdeals', '501/3001/2', vinOf('B'), { bid: 700 })],
    ],
    pages: {
      'govdeals 501/3001/1': [`vehicle ${vinOf('B')}`, 'SAME_SITE govdeals 501/3001/2 700'],
      'govdeals 501/3001/2': [`vehicle ${vinOf('B')}`, 'SAME_SITE govdeals 501/3001/1 500'],
    },
    vehicles: { [vinOf('B')]: ['govdeals 501/3001/1', 'govdeals 501/3001/2'] },
  },
  {
    what: 'the same VIN at five sites: one vehicle, offered at each',
    said: [
      [
        copart('71000003', vinOf('C')),
        elsewhere('gsa', '3-1-QSC-I-30-103-001', vinOf('C'), { bid: 910 }),
        elsewhere('govdeals', '503/3001/1', vinOf('C'), { bid: 920 }),
        elsewhere('manheim', 'OVE:OVE.503', vinOf('C'), { bid: 930 }),
        elsewhere('dealer', 'iaa-like:S503', vinOf('C')),
      ],
      [],
    ],
    pages: {
      'copart 71000003': [
        `vehicle ${vinOf('C')}`,
        'OTHER_SITE dealer iaa-like:S503 -',
        'OTHER_SITE govdeals 503/3001/1 920',
        'OTHER_SITE gsa 3-1-QSC-I-30-103-001 910',
        'OTHER_SITE manheim OVE:OVE.503 930',
      ],
    },
    vehicles: {
      [vinOf('C')]: [
        'copart 71000003',
        'dealer iaa-like:S503',
        'govdeals 503/3001/1',
        'gsa 3-1-QSC-I-30-103-001',
        'manheim OVE:OVE.503',
      ],
    },
  },
  {
    what: 'a VIN that is partly hidden: a candidate on both pages, and two vehicles',
    said: [
      [copart('71000004', vinOf('D')), elsewhere('dealer', 'iaa-like:S504', masked(vinOf('D')))],
      [],
    ],
    pages: {
      'copart 71000004': [`vehicle ${vinOf('D')}`, 'CANDIDATE dealer iaa-like:S504 -'],
      'dealer iaa-like:S504': ['vehicle dealer/iaa-like:S504', 'CANDIDATE copart 71000004 900'],
    },
    vehicles: {
      [vinOf('D')]: ['copart 71000004'],
      'dealer/iaa-like:S504': ['dealer iaa-like:S504'],
    },
  },
  {
    what: 'a VIN that was hidden at first: the candidate becomes the same vehicle',
    said: [
      [copart('71000005', vinOf('E')), elsewhere('dealer', 'iaa-like:S505', masked(vinOf('E')))],
      [elsewhere('dealer', 'iaa-like:S505', vinOf('E'))],
    ],
    pages: {
      'copart 71000005': [`vehicle ${vinOf('E')}`, 'OTHER_SITE dealer iaa-like:S505 -'],
    },
    vehicles: {
      [vinOf('E')]: ['copart 71000005', 'dealer iaa-like:S505'],
      'dealer/iaa-like:S505': [],
    },
  },
  {
    what: 'a VIN with a wrong check digit, or none: at most a candidate, and nothing is lost',
    said: [
      [
        copart('71000006', wrongDigit(vinOf('F'))),
        elsewhere('govdeals', '506/3001/1', wrongDigit(vinOf('F'))),
        copart('71000016', ''),
        elsewhere('govdeals', '516/3001/1', '123456789'),
      ],
      [],
    ],
    pages: {
      'copart 71000006': ['vehicle copart/71000006', 'CANDIDATE govdeals 506/3001/1 900'],
      'copart 71000016': ['vehicle copart/71000016'],
    },
    vehicles: {
      'copart/71000006': ['copart 71000006'],
      'govdeals/506/3001/1': ['govdeals 506/3001/1'],
      'govdeals/516/3001/1': ['govdeals 516/3001/1'],
    },
  },
  {
    what: 'facts that contradict: one vehicle, each fact with who said it and when',
    said: [
      [copart('71000007', vinOf('G'), { color: 'BLUE', odometer: 61_234 })],
      [elsewhere('manheim', 'OVE:OVE.507', vinOf('G'), { color: 'Red', odometer: 59_000 })],
    ],
    pages: {
      'copart 71000007': [
        `vehicle ${vinOf('G')}`,
        'OTHER_SITE manheim OVE:OVE.507 900',
        'color: copart BLUE 2030-01-10, manheim Red 2030-01-20',
        'odometer: copart 61234 MI 2030-01-10, manheim 59000 MI 2030-01-20',
      ],
    },
    vehicles: { [vinOf('G')]: ['copart 71000007', 'manheim OVE:OVE.507'] },
  },
  {
    what: 'a corrected VIN takes a listing out of a vehicle',
    said: [
      [copart('71000008', vinOf('H')), copart('71000018', vinOf('H'))],
      [copart('71000018', vinOf('J'))],
    ],
    pages: {
      'copart 71000008': [`vehicle ${vinOf('H')}`],
      'copart 71000018': [`vehicle ${vinOf('J')}`],
    },
    vehicles: { [vinOf('H')]: ['copart 71000008'], [vinOf('J')]: ['copart 71000018'] },
  },
  {
    what: 'a corrected VIN makes one vehicle of two',
    said: [
      [copart('71000009', vinOf('K')), elsewhere('gsa', '3-1-QSC-I-30-109-001', vinOf('L'))],
      [elsewhere('gsa', '3-1-QSC-I-30-109-001', vinOf('K'))],
    ],
    pages: {
      'copart 71000009': [`vehicle ${vinOf('K')}`, 'OTHER_SITE gsa 3-1-QSC-I-30-109-001 900'],
    },
    vehicles: {
      [vinOf('K')]: ['copart 71000009', 'gsa 3-1-QSC-I-30-109-001'],
      [vinOf('L')]: [],
    },
  },
];
