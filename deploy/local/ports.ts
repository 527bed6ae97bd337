/**
 * Every port of an instance. The gateway's port chooses a block of a hundred for all the others, so
 * `--port 8090` alone gives a second instance ports of its own.
 */

/** Port within its block, by name; the docs list the default block, 19000. */
const offsets = {
  simulator: 10,
  'simulator-control': 11,
  'simulator-gsa': 12,
  'simulator-govdeals': 13,
  'simulator-ebay': 14,
  'simulator-manheim': 66,
  mongo: 17,
  'simulator-sites-control': 18,
  'mail-smtp': 25,
  mail: 26,
  postgres: 32,
  cassandra: 42,
  'simulator-ops': 50,
  'connector-copart-ops': 51,
  'gateway-ops': 52,
  'normalise-listings-ops': 53,
  'link-vehicles-ops': 54,
  'resolve-lots-ops': 55,
  'close-timers-ops': 56,
  'lots-to-postgres-ops': 57,
  'listings-to-cassandra-ops': 58,
  'streams-ops': 59,
  'simulator-sites-ops': 60,
  'connector-sites-ops': 61,
  'place-bids-ops': 65,
  'robots-ops': 62,
  'limit-bids-ops': 63,
  'cassandra-storage': 70,
  'cassandra-ssl-storage': 71,
  'logs-ops': 72,
  registry: 81,
  kafka: 92,
  'kafka-controller': 93,
} as const;

export type InnerPort = keyof typeof offsets;
export type PortName = 'gateway' | InnerPort;
export type Ports = Readonly<Record<PortName, number>>;

const isInnerPort = (name: string): name is InnerPort => name in offsets;
export const innerPorts: readonly InnerPort[] = Object.keys(offsets).filter(isInnerPort);
export const portNames: readonly PortName[] = ['gateway', ...innerPorts];

export const defaultGatewayPort = 8080;
const firstBlock = 19_000;
const blockSize = 100;
/**
 * As many as fit below 32768, where Linux begins to hand out ports; this number keeps the ports people
 * like (3000, 8081, 8180, 9080 ...) out of the default's block.
 */
const blockCount = 134;

/** First port of the block an instance uses for everything but its gateway. */
export function blockOf(gatewayPort: number): number {
  const distance = gatewayPort - defaultGatewayPort;
  return firstBlock + (((distance % blockCount) + blockCount) % blockCount) * blockSize;
}

/** `kafka-controller` -> `kafka-controller-port`; the gateway's flag is just `port`. */
export const flagOf = (name: PortName): string => (name === 'gateway' ? 'port' : `${name}-port`);

/** `kafka-controller` -> `AUCTION_KAFKA_CONTROLLER_PORT`; the gateway's is `AUCTION_PORT`. */
export const variableOf = (name: PortName): string =>
  `AUCTION_${flagOf(name).replaceAll('-', '_').toUpperCase()}`;

/**
 * The whole table from the ports somebody named.
 * @param named ports given by flag or environment; the rest follows from the gateway's port
 */
export function portsFrom(named: Partial<Record<PortName, number>>): Ports {
  const gateway = named.gateway ?? defaultGatewayPort;
  const block = blockOf(gateway);
  const inner = innerPorts.map((name) => [name, named[name] ?? block + offsets[name]] as const);
  // Object.fromEntries forgets which keys it was given; the two lines above supply all of them.
  return Object.fromEntries([['gateway', gateway], ...inner]) as Ports;
}

/** Names that share a port number: one instance cannot start like that. */
export function doubledPorts(ports: Ports): { port: number; names: PortName[] }[] {
  const byPort = Map.groupBy(portNames, (name) => ports[name]);
  return [...byPort]
    .filter(([, names]) => names.length > 1)
    .map(([port, names]) => ({ port, names }));
}
