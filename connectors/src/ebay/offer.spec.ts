/** Buy Offer on the simulator: what a bid changes there, what each error means, what is read back. */
import { readFileSync } from 'node:fs';
import { sampleData } from '@auction/streams/testing/sample-data';
import fc from 'fast-check';
import type { Bid } from '../bidding-port.ts';
import { noRateLimit, aClock, testLimits } from '../testing/feed-harness.ts';
import { startApiSimulator } from '../simulator/api-simulator.ts';
import type { ApiSimulator } from '../simulator/api-simulator.ts';
import { aSiteMarket } from '../testing/site-market.ts';
import { decimalOf, minorOf } from './amounts.ts';
import { ebayBidding } from './offer-client.ts';
import { internalError, noBidding, offerErrors } from './offer-errors.ts';
import { ebaySimulator } from './simulator/site.ts';
import { buyerMark } from '../simulator/application-tokens.ts';

const keys = { clientId: 'invented-client-id', clientSecret: 'invented-client-secret-0123456789' };
const market = aSiteMarket(3, 160);
interface Truth {
  readonly id: string;
  readonly priceMinor: number | null;
  readonly currency: string;
  readonly bidCount: number;
  readonly endAt: number;
  readonly buyerBidCount: number;
}

describe('Buy Offer', () => {
  const open: ApiSimulator[] = [];
  afterEach(() => Promise.all(open.splice(0).map((site) => site.close())));

  const begin = async (limits: Partial<typeof testLimits> = {}) => {
    const clock = aClock();
    const site = await startApiSimulator({
      ...{ host: '127.0.0.1', port: 0, seed: 11, market, now: () => clock.now() },
      site: ebaySimulator(keys),
    });
    open.push(site);
    const port = ebayBidding({
      ...{ ...keys, baseUrl: site.siteUrl, marketplaceId: 'EBAY_US', now: () => clock.now() },
      ...{ limits: { ...testLimits, ...limits }, rate: noRateLimit },
    });
    const truth = () => site.truth(clock.now()) as Truth[];
    // Far from its end, so that time may pass; and it stays until then, with that end.
    const staysUntil = ({ id, endAt }: Truth) =>
      (site.truth(endAt - 1) as Truth[]).some((one) => one.id === id && one.endAt === endAt);
    const isFar = ({ endAt }: Truth) => endAt > clock.now() + 3_600_000;
    const lot = truth().find((one) => isFar(one) && staysUntil(one))!;
    const bid = (maxMinor: number, buyer = 'alice', of: Partial<Bid> = {}) =>
      port.place(
        {
          ...{ siteListingId: lot.id, maxMinor, currency: lot.currency },
          ...{ token: buyerMark + buyer, ...of },
        },
        new AbortController().signal,
      );
    const read = (buyer = 'alice') =>
      port.read({ siteListingId: lot.id, token: buyerMark + buyer }, new AbortController().signal);
    const now = () => truth().find(({ id }) => id === lot.id)!;
    return { clock, site, lot, bid, read, now };
  };

  test('a bid that is high enough leads, and everybody sees another price', async () => {
    const { lot, bid, read, now } = await begin();
    expect(await read()).toEqual({ finding: 'ABSENT' });
    const max = (lot.priceMinor ?? 100_000) * 3;
    expect(await bid(max)).toEqual({ verdict: 'PLACED' });
    expect(now().bidCount).toBe(lot.bidCount + 1);
    const found = await read();
    expect(found).toMatchObject({
      ...{ finding: 'FOUND', maxMinor: max, isHighBidder: true, isEnded: false },
      priceMinor: now().priceMinor,
      endsAt: Math.floor(lot.endAt / 1_000) * 1_000 + (lot.endAt % 1_000),
    });
    expect(now().priceMinor).toBeLessThan(max);
  });

  test('two buyers: the higher maximum leads one step above the other', async () => {
    const { lot, bid, read, now } = await begin();
    const base = (lot.priceMinor ?? 100_000) * 3;
    await bid(base, 'alice');
    await bid(base * 2, 'bob');
    expect(await read('alice')).toMatchObject({ isHighBidder: false, maxMinor: base });
    expect(await read('bob')).toMatchObject({ isHighBidder: true });
    expect(now().priceMinor).toBeGreaterThan(base);
    expect(now().priceMinor).toBeLessThan(base * 1.1);
    expect(await bid(base, 'bob')).toMatchObject({ code: 'NOT_HIGHER' });
    expect(await bid(base + 1, 'carol')).toMatchObject({ code: 'TOO_LOW' });
    expect(now().buyerBidCount).toBe(2);
  });

  test('what ended says so, and who won it', async () => {
    const { clock, lot, bid, read } = await begin();
    await bid((lot.priceMinor ?? 100_000) * 50);
    clock.advance(lot.endAt - clock.now() + 1_000);
    expect(await read()).toMatchObject({ isEnded: true, isHighBidder: true });
    expect(await bid((lot.priceMinor ?? 100_000) * 60)).toMatchObject({ code: 'ENDED' });
  });

  const refusedBids: [string, number, string, Partial<Bid>][] = [
    ['a bid below the ask', 1, 'TOO_LOW', {}],
    ['another currency', 9_000_000, 'CURRENCY', { currency: 'GBP' }],
    ['an item nobody knows', 9_000_000, 'DEFECT', { siteListingId: '200000000001' }],
    ['a token nobody knows', 9_000_000, 'RECONNECT', { token: 'somebody-elses' }],
  ];
  test.each(refusedBids)('%s', async (...[, maxMinor, code, of]) => {
    const { bid, now } = await begin();
    expect(await bid(maxMinor, 'alice', of)).toMatchObject({ verdict: 'REFUSED', code });
    expect(now().buyerBidCount).toBe(0);
  });

  test.each(Object.entries(offerErrors))('error %s is %s', async (errorId, code) => {
    const { site, bid } = await begin();
    const path = 'place_proxy_bid';
    const fault = { name: 'offer-error', errorId: Number(errorId), path, count: null };
    site.faults.replace([fault], 1);
    expect(await bid(9_000_000)).toMatchObject({ verdict: 'REFUSED', code });
  });

  const unclear: [string, object, number][] = [
    ['no answer after it landed', { name: 'silent' }, 1],
    ['the connection is lost after it landed', { name: 'reset' }, 1],
    ['503 after it landed', { name: 'down' }, 1],
    ['429', { name: 'throttled' }, 1],
    ['500 before it landed', { name: 'bid-dropped' }, 0],
    ['their own trouble', { name: 'offer-error', errorId: internalError }, 0],
  ];
  test.each(unclear)('nobody knows: %s; reading tells', async (...[, fault, landed]) => {
    const { site, bid, read, now } = await begin({ firstByteMs: 300 });
    const rule = { ...(fault as { name: string }), path: 'place_proxy_bid', count: null };
    site.faults.replace([rule], 1);
    expect(await bid(9_000_000)).toMatchObject({ verdict: 'UNCLEAR' });
    expect(now().buyerBidCount).toBe(landed);
    expect((await read()).finding).toBe(landed === 1 ? 'FOUND' : 'ABSENT');
  });

  test('a stale read does not know of the bid yet', async () => {
    const { site, bid, read } = await begin();
    await bid(9_000_000);
    site.faults.replace([{ name: 'stale-read', path: 'bidding' }], site.requests.next);
    expect((await read()).finding).toBe('ABSENT');
    expect((await read()).finding).toBe('FOUND');
  });

  test('a token that has ended is asked for anew; the bid is placed once', async () => {
    const { site, bid, now } = await begin();
    await bid(8_000_000);
    site.faults.replace([{ name: 'token-expired' }], site.requests.next);
    expect(await bid(9_000_000)).toEqual({ verdict: 'PLACED' });
    expect(now().buyerBidCount).toBe(2);
  });
});

test('amounts: text and back, digit by digit', () => {
  const amount = fc.integer({ min: 0, max: 999_999_999_999 });
  fc.assert(
    fc.property(amount, fc.constantFrom('USD', 'JPY', 'KWD'), (minor, currency) => {
      expect(minorOf(decimalOf(minor, currency), currency)).toBe(minor);
    }),
  );
  expect([decimalOf(5, 'USD'), decimalOf(5, 'JPY'), minorOf('102.5', 'USD')]).toEqual([
    ...['0.05', '5'],
    10_250,
  ]);
  expect([minorOf('1.005', 'USD'), minorOf('1e3', 'USD'), minorOf(5, 'USD')]).toEqual([
    ...[undefined, undefined, undefined],
  ]);
});

const description = sampleData('ebay/buy_offer_v1_beta_oas3.json');
interface Described {
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}
interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

(description ? describe : describe.skip)('against the official description', () => {
  const text = description ? readFileSync(description, 'utf8') : '{}';

  /** Every key is described and has the described type. */
  const faultsOf = (value: unknown, schema: Schema, at: string): string[] => {
    const { schemas } = (JSON.parse(text) as Described).components;
    const of = schema.$ref ? schemas[schema.$ref.split('/').at(-1) ?? ''] : schema;
    if (!of) return [`${at}: not described`];
    if (Array.isArray(value))
      return value.flatMap((one) => faultsOf(one, of.items ?? {}, `${at}[]`));
    if (typeof value === 'object' && value !== null) {
      return Object.entries(value).flatMap(([key, inner]) => {
        const described = of.properties?.[key];
        return described ? faultsOf(inner, described, `${at}.${key}`) : [`${at}.${key}: unknown`];
      });
    }
    const isFit = of.type === 'integer' ? Number.isInteger(value) : typeof value === of.type;
    return isFit ? [] : [`${at}: ${typeof value}, described as ${of.type}`];
  };

  test('the request and both answers of the simulator', async () => {
    const asked: [string, string][] = [];
    const clock = aClock();
    const site = ebaySimulator(keys)(market, () => 'https://site.example');
    const tell = async (method: string, path: string, body: string, authorization: string) => {
      const headers = { authorization, 'x-ebay-c-marketplace-id': 'EBAY_US' };
      const url = new URL(path, 'http://site');
      const rest = { at: clock.now(), fault: undefined, number: asked.length + 1 };
      asked.push([method, path]);
      const answer = await site.answer({ method, url, headers, body, ...rest });
      return JSON.parse(String(answer.body)) as Record<string, unknown>;
    };
    const basic = Buffer.from(`${keys.clientId}:${keys.clientSecret}`).toString('base64');
    const scope = 'https://api.ebay.com/oauth/api_scope/buy.offer.auction';
    const grant = { grant_type: 'refresh_token', refresh_token: `${buyerMark}a`, scope };
    const form = new URLSearchParams(grant).toString();
    const token = await tell('POST', '/identity/v1/oauth2/token', form, `Basic ${basic}`);
    const bearer = `Bearer ${String(token['access_token'])}`;
    const [lot] = site.truth(clock.now()) as Truth[];
    const root = `/buy/offer/v1_beta/bidding/${encodeURIComponent(`v1|${lot!.id}|0`)}`;
    const maxAmount = { currency: lot!.currency, value: '90000.00' };
    const placed = await tell(
      'POST',
      `${root}/place_proxy_bid`,
      JSON.stringify({ maxAmount }),
      bearer,
    );
    const found = await tell('GET', root, '', bearer);
    const named = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
    expect(placed).toHaveProperty('proxyBidId');
    expect(found).toHaveProperty('currentProxyBid');
    expect([
      ...faultsOf({ maxAmount }, named('PlaceProxyBidRequest'), 'request'),
      ...faultsOf(placed, named('PlaceProxyBidResponse'), 'placed'),
      ...faultsOf(found, named('Bidding'), 'found'),
    ]).toEqual([]);
  });

  test('every error it names is known here, and no other', () => {
    const named = new Set([...text.matchAll(/"(120\d{3})"/g)].map(([, id]) => Number(id)));
    const known = new Set([...Object.keys(offerErrors).map(Number), internalError, noBidding]);
    expect([...known].sort()).toEqual([...named].sort());
  });
});
