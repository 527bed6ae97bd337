import { join } from 'node:path';
import { parseConfig } from './config.ts';
import type { Config, ConfiguredCommand, Environment } from './config.ts';
import { repoRoot } from './places.ts';

function check(argv: string[], env: Environment, expected: Partial<Config>): void {
  const parsed = parseConfig('start', argv, env);
  expect(parsed).toMatchObject({ ok: true, config: expected });
}

const accepted: { says: string; argv: string[]; env: Environment; expected: object }[] = [
  {
    says: 'nothing: everything, in .data',
    argv: [],
    env: {},
    expected: {
      dataDir: join(repoRoot, '.data'),
      cacheDir: join(repoRoot, '.data/lib'),
      lite: false,
      simulators: true,
      lots: 5000,
      writeIntervalMs: 15_000,
      pollIntervalMs: 5000,
      ports: { gateway: 8080, kafka: 19_092 },
    },
  },
  {
    says: 'environment',
    argv: [],
    env: { AUCTION_PORT: '8081', AUCTION_DATA_DIR: '/tmp/a b', AUCTION_CACHE_DIR: '/var/lib/x' },
    expected: {
      dataDir: '/tmp/a b',
      cacheDir: '/var/lib/x',
      ports: { gateway: 8081, kafka: 19_192 },
    },
  },
  {
    says: 'a flag before its variable',
    argv: ['--port', '8090', '--kafka-port=9092'],
    env: { AUCTION_PORT: '8081', AUCTION_KAFKA_PORT: '1' },
    expected: { ports: { gateway: 8090, kafka: 9092 } },
  },
  {
    says: 'an empty variable as none',
    argv: [],
    env: { AUCTION_PORT: '', AUCTION_DATA_DIR: '', COPART_BASE_URL: '' },
    expected: { dataDir: join(repoRoot, '.data'), realSite: false },
  },
  {
    says: 'switches',
    argv: ['--lite', '--no-simulators', '--reset', '--offline', '--install', '--servers-only'],
    env: {},
    expected: {
      ...{ lite: true, simulators: false, reset: true },
      ...{ offline: true, install: true, serversOnly: true },
    },
  },
  {
    says: 'a real site: no simulator, the connector keeps its own interval',
    argv: [],
    env: { COPART_BASE_URL: 'https://site.example' },
    expected: { realSite: true, simulators: false, pollIntervalMs: undefined },
  },
];
test.each(accepted)('understands $says', ({ argv, env, expected }) => {
  check(argv, env, expected);
});

const refused: {
  says: string;
  command?: ConfiguredCommand;
  argv: string[];
  env?: Environment;
  faults: RegExp[];
}[] = [
  { says: 'an unknown flag', argv: ['--lit'], faults: [/'--lit'.*npm start -- --help/] },
  {
    says: 'a flag of another command',
    command: 'stop',
    argv: ['--lite'],
    faults: [/'--lite'.*npm stop/],
  },
  { says: 'a word', argv: ['now'], faults: [/'now'/] },
  {
    says: 'all faults at once',
    argv: ['--port', '80', '--lots', 'many'],
    env: { AUCTION_KAFKA_PORT: '70000' },
    faults: [
      /--port \(or AUCTION_PORT\) must be a number from 1024 to 65535: "80"/,
      /--kafka-port \(or AUCTION_KAFKA_PORT\) .* "70000"/,
      /--lots \(or AUCTION_LOTS\) .* "many"/,
    ],
  },
  {
    says: 'one port for two',
    argv: ['--kafka-port', '9000', '--registry-port', '9000'],
    faults: [/port 9000 is meant for registry and kafka: .*--registry-port, --kafka-port/],
  },
  {
    says: 'a comma in the folder',
    argv: ['--data-dir', '/tmp/a,b'],
    faults: [/comma: "\/tmp\/a,b"/],
  },
  {
    says: 'a colon in the cache folder',
    argv: [],
    env: { AUCTION_CACHE_DIR: '/tmp/a:b' },
    faults: [/colon/],
  },
];
test.each(refused)('refuses $says', ({ command = 'start', argv, env = {}, faults }) => {
  const parsed = parseConfig(command, argv, env);
  expect(parsed.ok).toBe(false);
  const found = parsed.ok ? [] : parsed.faults;
  expect(found).toHaveLength(faults.length);
  for (const [index, fault] of faults.entries()) expect(found[index]).toMatch(fault);
});
