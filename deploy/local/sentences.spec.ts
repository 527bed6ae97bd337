/** What people and programs read: one table for each function that words it. */
import { busySentence } from './busy-ports.ts';
import { majorVersionIn } from './java.ts';
import { fetchedBytes } from './maven.ts';
import { missingSentence } from './prerequisites.ts';
import type { Machine } from './prerequisites.ts';
import { splitDataDir } from './scripts.ts';
import { idsIn } from './servers/postgres-user.ts';
import { statusTable } from './status.ts';

const debian: Machine = { platform: 'linux', hasApt: true, isRoot: true };
const missing: { machine: Machine; parts: ('jdk' | 'maven')[]; expected: string }[] = [
  {
    machine: debian,
    parts: ['jdk', 'maven'],
    expected:
      'JDK 17 and Maven are missing. Install: apt-get update && apt-get install -y openjdk-17-jdk-headless maven\n' +
      'Or let it be done: npm start -- --install',
  },
  {
    machine: { ...debian, isRoot: false },
    parts: ['maven'],
    expected:
      'Maven is missing. Install: sudo apt-get update && sudo apt-get install -y maven\n' +
      'Or let it be done: npm start -- --install',
  },
  {
    machine: { platform: 'darwin', hasApt: false, isRoot: false },
    parts: ['jdk'],
    expected: 'JDK 17 is missing. Install: brew install openjdk@17',
  },
  {
    machine: { platform: 'linux', hasApt: false, isRoot: false },
    parts: ['jdk'],
    expected:
      "JDK 17 is missing. Install by your system's package manager (on Debian: openjdk-17-jdk-headless).",
  },
];
test.each(missing)('missing $parts on $machine', ({ machine, parts, expected }) => {
  expect(missingSentence(parts, machine)).toBe(expected);
});

test('a busy port is told with its number, its owner and what to set', () => {
  const owner = { pid: 7, startedAt: 'x', commandLine: 'java Kafka', dataDir: undefined };
  expect(busySentence('kafka', 19_092, owner)).toBe(
    'Port 19092 (kafka) is in use by process 7 (java Kafka). Set another by --kafka-port or AUCTION_KAFKA_PORT.',
  );
  expect(busySentence('gateway', 8080, undefined)).toBe(
    'Port 8080 (gateway) is in use by a process this user may not see. Set another by --port or AUCTION_PORT.',
  );
});

test.each([
  { text: 'IMPLEMENTOR="x"\nJAVA_VERSION="17.0.15"\n', major: '17' },
  { text: 'JAVA_VERSION="1.8.0_292"', major: '8' },
  { text: 'openjdk version "21.0.1" 2023-10-17', major: '21' },
  { text: 'no java', major: undefined },
])('$text is Java $major', ({ text, major }) => {
  expect(majorVersionIn(text)).toBe(major);
});

test.each([
  { line: '[INFO] Downloaded from central: u/a.jar (6.7 MB at 5.6 MB/s)', bytes: 6.7e6 },
  { line: '[INFO] Downloaded from central: u/a-all.tar.gz (109 MB at 74 MB/s)', bytes: 109e6 },
  { line: '[INFO] Downloaded from central: u/a.pom (4.2 kB at 4.2 kB/s)', bytes: 0 },
  { line: '[INFO] Downloading from central: u/a.jar', bytes: 0 },
])('$line counts $bytes bytes', ({ line, bytes }) => {
  expect(fetchedBytes(line)).toBe(bytes);
});

test.each([
  { argv: ['copart', 'f.csv'], dataDir: undefined, rest: ['copart', 'f.csv'] },
  { argv: ['--data-dir', '/d', 'copart', '--json'], dataDir: '/d', rest: ['copart', '--json'] },
  { argv: ['copart', '--data-dir=/d e'], dataDir: '/d e', rest: ['copart'] },
])('$argv', ({ argv, dataDir, rest }) => {
  expect(splitDataDir(argv)).toEqual({ dataDir, rest });
});

test('ids come from the passwd file by the whole name', () => {
  const passwd =
    'root:x:0:0::/root:/bin/sh\npostgresql:x:5:6::/:/bin/sh\npostgres:x:101:104::/:/bin/sh\n';
  expect(idsIn(passwd, 'postgres')).toEqual({ uid: 101, gid: 104 });
  expect(idsIn(passwd, 'nobody')).toBeUndefined();
});

test('the status table lines its columns up', () => {
  const up = {
    name: 'kafka',
    healthy: true,
    version: '4.4.0',
    port: 19_092,
    pid: 12,
    memory: 1024 ** 2,
  };
  const down = {
    ...up,
    name: 'link-vehicles',
    healthy: false,
    port: 19_054,
    pid: undefined,
    memory: 0,
  };
  expect(statusTable([up, down]).split('\n')).toEqual([
    'name           healthy  version   port  pid  memory',
    'kafka          yes      4.4.0    19092   12    1 MB',
    'link-vehicles  NO       4.4.0    19054    -    0 MB',
  ]);
});
