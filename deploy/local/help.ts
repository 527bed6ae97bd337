/** What `--help` prints. */
import type { ConfiguredCommand } from './config.ts';
import { flagOf, innerPorts, portsFrom, variableOf } from './ports.ts';

const dataDirLines = [
  '  --data-dir FOLDER   where everything of this instance lies (AUCTION_DATA_DIR; .data)',
];

function portLines(): string[] {
  const ports = portsFrom({});
  const width = Math.max(...innerPorts.map((name) => flagOf(name).length));
  return innerPorts.map(
    (name) => `  --${flagOf(name).padEnd(width)} N  ${variableOf(name)} (${ports[name]})`,
  );
}

const startLines = (): string[] => [
  'npm start -- [flags]',
  'Starts the servers and services of Auction Manager and stays in the foreground; Ctrl-C stops them.',
  '',
  '  --port N            port of the board (AUCTION_PORT; 8080); the ports below follow from it',
  ...dataDirLines,
  '  --install           install a missing JDK or Maven first (Debian, Ubuntu)',
  '  --offline           fetch nothing; AUCTION_CACHE_DIR names the folder of the downloads',
  '  --reset             wipe the data first',
  '  --lite              no Cassandra, no Mongo, one process for all streams',
  '  --no-simulators     no made-up site',
  '  --servers-only      servers without our services',
  '  --lots N            lots the simulator makes up (AUCTION_LOTS; 5000)',
  '  --write-interval-ms N, --poll-interval-ms N',
  '                      how often the simulator writes and the connector asks',
  '                      (WRITE_INTERVAL_MS, POLL_INTERVAL_MS; 15000 and 5000)',
  '',
  'COPART_BASE_URL and COPART_AUTH_KEY in the environment: read that site instead of the simulator.',
  '',
  'Inner ports, by flag or variable (defaults beside the default board):',
  ...portLines(),
];

const texts: Readonly<Record<ConfiguredCommand, () => string[]>> = {
  start: startLines,
  stop: () => ['npm stop -- [flags]', 'Stops the running instance in order.', '', ...dataDirLines],
  status: () => [
    'npm run status -- [flags]',
    'Shows each server and service; exit code 1 when nothing runs.',
    '',
    ...dataDirLines,
    '  --json              one line of JSON: [{name, healthy, version, port, pid, memory}], memory in bytes',
  ],
};

/** @param command one command, or all of them in short */
export const helpFor = (command: ConfiguredCommand | 'all'): string =>
  command === 'all'
    ? 'Commands: npm start, npm stop, npm run status|import|approve|verify|report|archive, npm run check, npm test'
    : texts[command]().join('\n');
