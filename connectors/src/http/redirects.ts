/** Redirects are followed by hand: credentials stay with the host they belong to. */
import type { LookupFunction } from 'node:net';
import { addressFault, guardedLookup } from './address-guard.ts';
import type { Origin } from './address-guard.ts';
import type { HttpRefusal } from './exchange.ts';

export interface Credentials {
  /** Query parameters that hold a secret. */
  readonly query: Readonly<Record<string, string>>;
  /** Headers that hold one. */
  readonly headers: Readonly<Record<string, string>>;
}

/** One request of a chain. */
export interface Hop {
  /** With credentials where they belong: never to be logged. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Who said that we should go there. */
  readonly origin: Origin;
  /** Refuses addresses its origin may not lead to. */
  readonly lookup: LookupFunction;
  readonly count: number;
  readonly home: string;
  readonly credentials: Credentials;
}

export type NextHop = { readonly ok: true; readonly hop: Hop } | HttpRefusal;

function withCredentials(url: URL, { query }: Credentials): URL {
  const complete = new URL(url);
  for (const [name, value] of Object.entries(query)) complete.searchParams.set(name, value);
  return complete;
}

const refused = (code: 'REDIRECT_LOOP' | 'REDIRECT_REFUSED', text: string): HttpRefusal => ({
  ok: false,
  code,
  text,
});

export const follow = {
  /** The configured address; its credentials go with it. */
  first(url: URL, credentials: Credentials): Hop {
    return {
      url: withCredentials(url, credentials),
      headers: credentials.headers,
      origin: 'CONFIGURED',
      lookup: guardedLookup('CONFIGURED'),
      count: 0,
      home: url.host,
      credentials,
    };
  },

  /**
   * Where a redirect leads.
   * @param location the answer's Location header
   * @returns REDIRECT_LOOP after `redirectMax`; REDIRECT_REFUSED for another scheme, a downgrade
   * to http, a private address, or a foreign address that carries our secret
   */
  async next(hop: Hop, location: string | undefined, redirectMax: number): Promise<NextHop> {
    const url = location === undefined ? null : URL.parse(location, hop.url.href);
    if (hop.count >= redirectMax) return refused('REDIRECT_LOOP', `more than ${redirectMax}`);
    if (!url) return refused('REDIRECT_REFUSED', 'the address of the redirect cannot be read');
    const count = hop.count + 1;
    if (url.host === hop.home && url.protocol === hop.url.protocol) {
      return { ok: true, hop: { ...follow.first(url, hop.credentials), count } };
    }
    const reason = foreignFault(url, hop);
    if (reason !== undefined) return refused('REDIRECT_REFUSED', reason);
    const foreign = { origin: 'FOREIGN', lookup: guardedLookup('FOREIGN') } as const;
    return { ok: true, hop: { ...hop, ...foreign, url, headers: {}, count } };
  },
};

function foreignFault(url: URL, hop: Hop): string | undefined {
  const { credentials } = hop;
  const secrets = [...Object.values(credentials.query), ...Object.values(credentials.headers)];
  if (hop.url.protocol === 'https:' && url.protocol === 'http:') return 'from https to http';
  const fault = addressFault(url, 'FOREIGN');
  if (fault !== undefined) return fault;
  // A query may write a blank as a plus, as our own does.
  const texts = [url.href, decoded(url.href), decoded(url.href.replaceAll('+', ' '))];
  if (secrets.some((secret) => texts.some((text) => text.includes(secret)))) {
    return `to another host (${url.host}) with our key in the address`;
  }
  return undefined;
}

/** @returns the text itself where its escapes are broken: `decodeURIComponent` throws then */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
