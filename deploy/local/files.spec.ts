/** What the launcher keeps on disk: downloads, logs, the web app's fingerprint, the instance file. */
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isComplete, librariesFor } from './downloads.ts';
import { gatewayUrl, instanceEnv, readInstance, writeInstance } from './instance.ts';
import { rotate, tailOf } from './log-files.ts';
import { makePlaces, placesIn } from './places.ts';
import { portsFrom } from './ports.ts';
import { secretIn } from './secrets.ts';
import { fingerprintOf } from './web-build.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'auction files '));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('a downloaded library', () => {
  const manifest = { 'a.jar': 3, 'lib/b.jar': 1 };
  beforeEach(async () => {
    await mkdir(join(folder, 'lib'));
    await writeFile(join(folder, 'a.jar'), 'abc');
    await writeFile(join(folder, 'lib/b.jar'), 'b');
    await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  });

  test('is complete with every file in its size', async () => {
    expect(await isComplete(folder)).toBe(true);
  });

  test.each([
    { says: 'a file is gone', harm: () => rm(join(folder, 'lib/b.jar')) },
    { says: 'a file is cut', harm: () => writeFile(join(folder, 'a.jar'), 'a') },
    { says: 'the list is gone', harm: () => rm(join(folder, 'manifest.json')) },
    { says: 'the list is cut', harm: () => writeFile(join(folder, 'manifest.json'), '{"a.jar"') },
    { says: 'the list is empty', harm: () => writeFile(join(folder, 'manifest.json'), '{}') },
  ])('is not when $says', async ({ harm }) => {
    await harm();
    expect(await isComplete(folder)).toBe(false);
  });
});

test('--lite downloads neither Cassandra nor Mongo', () => {
  expect(librariesFor(true).map(({ name }) => name)).toEqual(['kafka', 'registry']);
  expect(librariesFor(false)).toHaveLength(4);
});

describe('a log', () => {
  test('moves on beyond its limit and keeps two older pieces', async () => {
    const log = join(folder, 'kafka.log');
    for (const text of ['one', 'two', 'three', 'four']) {
      await writeFile(log, text);
      rotate(log, 2);
    }
    expect(await readFile(log, 'utf8')).toBe('');
    expect(await readFile(`${log}.1`, 'utf8')).toBe('four');
    expect(await readFile(`${log}.2`, 'utf8')).toBe('three');
  });

  test('shows its last lines', async () => {
    const log = join(folder, 'kafka.log');
    await writeFile(log, 'a\nb\nc\n');
    expect(tailOf(log, 2)).toBe('b\nc');
    expect(tailOf(join(folder, 'none'), 2)).toBe('(no log)');
  });
});

describe("the web app's fingerprint", () => {
  beforeEach(async () => {
    await mkdir(join(folder, 'src/app'), { recursive: true });
    await writeFile(join(folder, 'src/app/board.ts'), 'board');
    await writeFile(join(folder, 'angular.json'), '{}');
  });
  const paths = ['src', 'angular.json', 'not-there'];

  test.each([
    { says: 'a source', file: 'src/app/board.ts', changes: true },
    { says: 'a new source', file: 'src/app/lot.ts', changes: true },
    { says: 'a setting', file: 'angular.json', changes: true },
    { says: 'a spec', file: 'src/app/board.spec.ts', changes: false },
    { says: 'something else', file: 'README.md', changes: false },
  ])('$says: changes $changes', async ({ file, changes }) => {
    const before = await fingerprintOf(folder, paths);
    await writeFile(join(folder, file), 'changed');
    expect((await fingerprintOf(folder, paths)) !== before).toBe(changes);
  });
});

describe('the instance file', () => {
  test('comes back as it was written and is for its owner alone', async () => {
    const places = placesIn(folder);
    makePlaces(places);
    const ports = portsFrom({ gateway: 8090 });
    const shape = { lite: true, simulators: false, serversOnly: false };
    const env = instanceEnv(places, ports, shape.lite);
    const url = gatewayUrl(ports);
    const instance = { state: 'live', version: '0.1.0', url, ...shape, ports, env } as const;
    writeInstance(places, instance);
    expect(readInstance(places)).toEqual(instance);
    expect((await stat(places.instanceFile)).mode & 0o777).toBe(0o600);
    expect(env).not.toHaveProperty('CASSANDRA_CONTACT_POINTS');
  });

  test('that is damaged or missing tells nothing', async () => {
    const places = placesIn(folder);
    expect(readInstance(places)).toBeUndefined();
    await writeFile(places.instanceFile, '{"state":"live"');
    expect(readInstance(places)).toBeUndefined();
  });
});

test('a secret is made once and is for its owner alone', async () => {
  const places = placesIn(folder);
  makePlaces(places);
  const secret = secretIn(places, 'internal-token');
  expect(secret).toMatch(/^[\w-]{32}$/);
  expect(secretIn(places, 'internal-token')).toBe(secret);
  expect((await stat(join(places.secretsDir, 'internal-token'))).mode & 0o777).toBe(0o600);
});
