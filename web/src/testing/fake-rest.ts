import type {
  LotDetail,
  LotFacets,
  LotHistory,
  SiteReport,
  SitesAnswer,
} from '@auction/gateway/contract';

type Answer = object | number;

/** A refusal with its kind and words. */
export class Refused {
  readonly status: number;
  readonly code: string;
  readonly detail: string;

  constructor(status: number, code: string, detail = `detail of ${code}`) {
    this.status = status;
    this.code = code;
    this.detail = detail;
  }
}

export interface Sent {
  /** Method and path. */
  readonly to: string;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

function sentOf(method: string, { pathname }: URL, init: RequestInit | undefined): Sent {
  const { body, headers } = init ?? {};
  return {
    to: `${method} ${pathname}`,
    body: typeof body === 'string' ? (JSON.parse(body) as unknown) : undefined,
    headers: Object.fromEntries(new Headers(headers)),
  };
}

/** The gateway's REST routes in memory; a number as answer is a refusal of that status. */
export class FakeRest {
  readonly asked: URL[] = [];
  facets: Answer = someFacets();
  total = 1_000;
  sites: Answer = { now: 0, sites: [aSiteReport({})] } satisfies SitesAnswer;
  /** By id; an archived run of a lot as `a run 7`. */
  readonly lots = new Map<string, Answer>();
  readonly histories = new Map<string, Answer>();
  /** Answers by method and path, before any other: `POST /api/accounts/sign-in`. */
  readonly answers = new Map<string, Answer | Refused>();
  /** What was sent to change something, oldest first. */
  readonly sent: Sent[] = [];
  isOffline = false;

  readonly fetch: typeof fetch = async (input, init) => {
    const url = new URL(typeof input === 'string' ? input : '', 'http://board.test');
    this.asked.push(url);
    if (this.isOffline) throw new TypeError('no network');
    const method = init?.method ?? 'GET';
    if (method !== 'GET') this.sent.push(sentOf(method, url, init));
    return respond(this.answers.get(`${method} ${url.pathname}`) ?? this.#answer(url));
  };

  #answer({ pathname, searchParams }: URL): Answer {
    if (pathname === '/api/lots/facets') return this.facets;
    if (pathname === '/api/lots') return { items: [], next: null, total: this.total };
    if (pathname === '/api/sites') return this.sites;
    const [, id = '', history] = /^\/api\/lots\/([^/]+)(\/history)?$/.exec(pathname) ?? [];
    const run = searchParams.get('run');
    const key = run === null ? id : `${id} run ${run}`;
    return (history === undefined ? this.lots : this.histories).get(key) ?? 404;
  }
}

function respond(answer: Answer | Refused): Response {
  const refused =
    typeof answer === 'number'
      ? new Refused(answer, 'REFUSED', `detail of ${answer}`)
      : answer instanceof Refused
        ? answer
        : null;
  const body = refused ?? answer;
  // jsdom has no Response; our pages use no more of it than this.
  return {
    ok: refused === null,
    status: refused?.status ?? 200,
    headers: new Headers({ 'content-type': 'application/json' }),
    json: async () => JSON.parse(JSON.stringify(body)) as unknown,
  } as unknown as Response;
}

export function someFacets(given: Partial<LotFacets> = {}): LotFacets {
  return {
    total: 3,
    site: [{ value: 'copart', count: 3 }],
    make: [
      { value: 'TOYOTA', count: 2 },
      { value: 'HONDA', count: 1 },
    ],
    model: [],
    year: [
      { value: 2016, count: 1 },
      { value: 2018, count: 2 },
    ],
    status: [{ value: 'OPEN', count: 3 }],
    currency: [
      { value: 'USD', count: 2 },
      { value: 'CAD', count: 1 },
    ],
    price: {
      currency: 'USD',
      min: 0,
      max: 200_000,
      buckets: [
        { from: 0, to: 100_000, count: 1 },
        { from: 100_000, to: 200_000, count: 1 },
      ],
    },
    ...given,
  };
}

export function aLotDetail(given: Partial<LotDetail> & Pick<LotDetail, 'lotId'>): LotDetail {
  return {
    version: 1,
    kind: 'EXTERNAL',
    site: 'copart',
    siteListingId: '64951306',
    title: '2018 TOYOTA CAMRY SE',
    vehicleId: '4T1B11HK5JU000417',
    vin: '4T1B11HK5JU000417',
    year: 2018,
    make: 'TOYOTA',
    model: 'CAMRY',
    trim: 'SE',
    price: { amount: 1_250_000, currency: 'USD' },
    askMinor: null,
    buyNowMinor: null,
    bidCount: 14,
    reserve: 'NOT_MET',
    status: 'OPEN',
    statusReason: null,
    startsAt: null,
    endsAt: Date.UTC(2030, 0, 2, 18, 0),
    endsAtPrecision: 'MINUTE',
    firstSeenAt: Date.UTC(2026, 0, 1),
    observedAt: Date.UTC(2026, 0, 2),
    url: 'https://site.test/lot/64951306',
    photo: null,
    odometer: 61_240,
    odometerUnit: 'MI',
    damage: ['FRONT END', 'HAIL'],
    city: 'HOUSTON',
    state: 'TX',
    country: 'USA',
    vinStatus: 'VALID',
    body: 'SEDAN 4DR',
    color: 'WHITE',
    engine: '2.5L 4',
    drive: 'FRONT WHEEL DRIVE',
    transmission: 'AUTOMATIC',
    fuel: 'GAS',
    hasKeys: true,
    runs: 'RUN_AND_DRIVE',
    odometerBrand: 'ACTUAL',
    titleCode: 'SC',
    titleState: 'TX',
    timeZone: 'America/Chicago',
    yard: 'TX - HOUSTON',
    retailValueMinor: 1_600_000,
    note: null,
    photos: [],
    correctionCount: 0,
    vehicle: null,
    offers: [],
    candidates: [],
    offersComplete: true,
    archivedMonth: null,
    ...given,
  };
}

export function aHistory(given: Partial<LotHistory> & Pick<LotHistory, 'lotId'>): LotHistory {
  return {
    site: 'copart',
    siteListingId: '64951306',
    versions: [
      {
        version: 2,
        presence: 'LISTED',
        observedAt: Date.UTC(2026, 0, 2),
        publishedAt: Date.UTC(2026, 0, 2),
        priceMinor: 1_250_000,
        currency: 'USD',
        endsAt: null,
        changes: [{ field: 'priceMinor', before: 1_200_000, after: 1_250_000 }],
      },
      {
        version: 1,
        presence: 'LISTED',
        observedAt: Date.UTC(2026, 0, 1),
        publishedAt: Date.UTC(2026, 0, 1),
        priceMinor: 1_200_000,
        currency: 'USD',
        endsAt: null,
        changes: [],
      },
    ],
    next: null,
    prices: [],
    ...given,
  };
}

export function aSiteReport(given: Partial<SiteReport>): SiteReport {
  return {
    site: 'copart',
    name: 'Copart',
    state: 'OK',
    reason: null,
    at: 0,
    pollIntervalMs: 5_000,
    lastAttemptAt: null,
    lastSuccessAt: null,
    nextRunAt: null,
    pausedAt: null,
    consecutiveFailureCount: 0,
    freshnessMs: null,
    lotCount: 4_000,
    liveLotCount: 3_900,
    lastSnapshot: null,
    rejects: [],
    ...given,
  };
}
