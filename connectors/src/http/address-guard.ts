/**
 * Where we may be sent (ops-security.md section 5, SSRF). Two kinds of addresses: those an operator
 * configures, which may be in the own network but never the machine's metadata, and those that come
 * from outside (redirects, resources named by events, `next` links), which must be public.
 */
import { lookup as dnsLookup } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import type { LookupFunction } from 'node:net';

/** CONFIGURED: an operator's word; FOREIGN: found in data or in an answer. */
export type Origin = 'CONFIGURED' | 'FOREIGN';

type Range = readonly [net: string, prefix: number, family: 'ipv4' | 'ipv6'];

/** Never asked, whoever says so: instance metadata, multicast and unspecified addresses. */
const neverRanges: readonly Range[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 128, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
];
/** Addresses a public site has no business sending us to. */
const privateRanges: readonly Range[] = [
  ...neverRanges,
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['::', 127, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
];

function blockList(ranges: readonly Range[]): BlockList {
  const list = new BlockList();
  for (const [net, prefix, family] of ranges) list.addSubnet(net, prefix, family);
  return list;
}
const hidden: Readonly<Record<Origin, BlockList>> = {
  CONFIGURED: blockList(neverRanges),
  FOREIGN: blockList(privateRanges),
};

/** Ports a foreign address may name. */
const foreignPorts = ['', '80', '443', '8080', '8443'];

/** True for addresses of that origin we must not ask; IPv4 written as IPv6 is judged as IPv4. */
export function isHiddenAddress(address: string, origin: Origin): boolean {
  return hidden[origin].check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** Resolves names as usual and fails when any answer is hidden: the check holds against rebinding. */
export const guardedLookup =
  (origin: Origin): LookupFunction =>
  (hostname, options, callback) => {
    dnsLookup(hostname, { ...options, all: true }, (error, addresses) => {
      const bad = error ? undefined : addresses.find((one) => isHiddenAddress(one.address, origin));
      const first = error ? undefined : addresses[0];
      if (error) callback(error, '', 0);
      else if (bad || !first) callback(new Error('the name leads to a private address'), '', 0);
      else if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };

/**
 * Why an address must not be asked, judged by its text alone; names are checked again by
 * `guardedLookup` when they are resolved. The URL parser has already made one form of decimal, octal
 * and hexadecimal IPv4.
 * @returns for people; undefined when it may be asked
 */
export function addressFault(url: URL, origin: Origin): string | undefined {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return `not http: ${url.protocol}`;
  if (url.username !== '' || url.password !== '') return 'with a password in the address';
  if (isIP(host) !== 0 && isHiddenAddress(host, origin)) return `to the private address ${host}`;
  if (origin === 'CONFIGURED') return undefined;
  if (!foreignPorts.includes(url.port)) return `to port ${url.port} of another host`;
  if (/^(.+\.)?localhost\.?$/.test(host)) return `to the private address ${host}`;
  return undefined;
}
