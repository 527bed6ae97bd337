/** Redirects are followed by hand: credentials stay with the host they belong to. */
import { lookup as dnsLookup } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
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
  /** Refuses private addresses; absent for the configured host, which may be loopback. */
  readonly lookup: LookupFunction | undefined;
  readonly count: number;
  readonly home: string;
  readonly credentials: Credentials;
}

export type NextHop = { readonly ok: true; readonly hop: Hop } | HttpRefusal;

const ports = ['', '80', '443', '8080', '8443'];

/** Addresses a public site has no business sending us to (ops-security.md section 5, SSRF). */
const privateRanges: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 127, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
];
const privateAddresses = new BlockList();
for (const [net, prefix, family] of privateRanges) privateAddresses.addSubnet(net, prefix, family);

/** True for loopback, private, link-local, multicast and mapped addresses. */
export function isPrivateAddress(address: string): boolean {
  return privateAddresses.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** Resolves names as usual and fails when any answer is private: the check holds against rebinding. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  dnsLookup(hostname, { ...options, all: true }, (error, addresses) => {
    const hidden = error ? undefined : addresses.find(({ address }) => isPrivateAddress(address));
    const first = error ? undefined : addresses[0];
    if (error) callback(error, '', 0);
    else if (hidden || !first) callback(new Error('the name leads to a private address'), '', 0);
    else if (options.all) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

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
      lookup: undefined,
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
    return { ok: true, hop: { ...hop, url, headers: {}, lookup: publicLookup, count } };
  },
};

function foreignFault(url: URL, hop: Hop): string | undefined {
  const { credentials } = hop;
  const secrets = [...Object.values(credentials.query), ...Object.values(credentials.headers)];
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return `not http: ${url.protocol}`;
  if (hop.url.protocol === 'https:' && url.protocol === 'http:') return 'from https to http';
  if (!ports.includes(url.port)) return `to port ${url.port} of another host`;
  if (host === 'localhost' || (isIP(host) !== 0 && isPrivateAddress(host))) {
    return `to the private address ${host}`;
  }
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
