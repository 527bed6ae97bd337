import type { BoardRow, SiteRow } from '@auction/gateway/contract';

/** A board row with whatever a spec cares about. */
export function aLot(given: Partial<BoardRow> & Pick<BoardRow, 'id'>): BoardRow {
  return {
    v: 1,
    site: 'copart',
    ref: `ref-${given.id}`,
    name: '2018 Toyota Camry SE',
    vin: null,
    make: 'Toyota',
    model: 'Camry',
    trim: 'SE',
    year: 2018,
    body: 'SEDAN 4DR',
    km: 98_555,
    unit: 'MI',
    place: 'Houston, TX',
    damage: 'Front end',
    title: 'SC',
    grade: null,
    photo: null,
    cur: 'USD',
    price: 1_250_000,
    ask: null,
    bids: null,
    leader: null,
    reserve: 0,
    end: 1_795_392_000_000 + 3_600_000,
    prec: 2,
    ext: 0,
    status: 'OPEN',
    start: null,
    first: 1_795_300_000_000,
    value: 1_600_000,
    dup: 0,
    seller: null,
    ...given,
  };
}

export function aSite(given: Partial<SiteRow> & Pick<SiteRow, 'id'>): SiteRow {
  return {
    v: 1,
    name: 'Copart',
    state: 'OK',
    reason: null,
    at: 1_795_392_000_000,
    every: 5_000,
    attempt: 1_795_392_000_000,
    success: 1_795_392_000_000,
    next: null,
    fails: 0,
    snap: 1_795_392_000_000,
    rows: 5_000,
    published: 5_000,
    rejected: 0,
    complete: 1,
    why: null,
    ...given,
  };
}
