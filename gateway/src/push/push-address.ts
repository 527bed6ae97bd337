/**
 * Where pushes may go. A browser names the address, so whoever is signed in could have us call
 * anything: only https, only names, and only when every address behind the name is public.
 */
import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

const closed = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  closed.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  closed.addSubnet(network, prefix, 'ipv6');
}
/** Everything public of IPv6 lies here; mapped IPv4 addresses do not. */
const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');

/** @param address IPv4 or IPv6, as a resolver gives it. Total. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !closed.check(address, 'ipv4');
  return isIP(address) === 6 && global6.check(address, 'ipv6') && !closed.check(address, 'ipv6');
}

const lengthMax = 1_000;

/** @returns what is wrong with the address of a push service; undefined: nothing */
export function pushAddressFault(text: string): string | undefined {
  if (text.length > lengthMax || !URL.canParse(text)) return 'is no address';
  const { protocol, hostname, port, username, password } = new URL(text);
  if (protocol !== 'https:') return 'must be https';
  if (port !== '' || username !== '' || password !== '') return 'must be a plain https address';
  const isName = /^(?=.{4,253}$)([a-z0-9-]{1,63}\.)+[a-z][a-z0-9-]{1,62}$/i.test(hostname);
  if (!isName || /\.(local|localhost|internal|home|lan|arpa|test|invalid)$/i.test(hostname)) {
    return 'must name a public host';
  }
  return undefined;
}

/**
 * The address to connect to, looked up once and checked, so that nothing can change in between.
 * @throws when the name has no address, or one that is not public
 */
export async function publicAddressOf(hostname: string): Promise<string> {
  const found = await lookup(hostname, { all: true });
  const [first] = found;
  if (!first || !found.every(({ address }) => isPublicAddress(address))) {
    throw new Error('the push service has no public address');
  }
  return first.address;
}
