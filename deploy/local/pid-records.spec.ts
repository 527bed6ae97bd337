import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  claimLauncher,
  isOurs,
  launcherName,
  liveLauncher,
  readRecords,
  removeRecord,
  writeRecord,
} from './pid-records.ts';
import type { PidRecord } from './pid-records.ts';
import { factsOf } from './process-facts.ts';
import type { ProcessFacts } from './process-facts.ts';

let runDir = '';
beforeEach(() => {
  runDir = mkdtempSync(join(tmpdir(), 'auction run ')); // with a space: data folders may have one
});
afterEach(() => {
  rmSync(runDir, { recursive: true });
});

const record: PidRecord = {
  name: 'kafka',
  pid: 4711,
  startedAt: 'boot/1',
  commandLine: 'java kafka.Kafka /data/kafka/server.properties',
  dataDir: '/data',
};
const facts: ProcessFacts = {
  pid: 4711,
  startedAt: 'boot/1',
  commandLine: record.commandLine,
  dataDir: '/data',
};

const believed: { says: string; facts: ProcessFacts | undefined; expected: boolean }[] = [
  { says: 'the same process', facts, expected: true },
  {
    says: 'the same, still showing the command that started it',
    facts: { ...facts, commandLine: `setpriv --pdeathsig TERM -- ${facts.commandLine}` },
    expected: true,
  },
  {
    says: 'a process whose environment cannot be read, with the folder in its command line',
    facts: { ...facts, dataDir: undefined },
    expected: true,
  },
  { says: 'no process', facts: undefined, expected: false },
  { says: 'a pid used again', facts: { ...facts, startedAt: 'boot/2' }, expected: false },
  { says: 'another program', facts: { ...facts, commandLine: 'vim' }, expected: false },
  {
    says: 'a program that does not show the folder anywhere',
    facts: { ...facts, dataDir: '/other' },
    expected: true, // its command line still does
  },
];
test.each(believed)('$says: $expected', ({ facts: now, expected }) => {
  expect(isOurs(record, now, '/data')).toBe(expected);
});

test('a record of another data folder is nobody here', () => {
  expect(isOurs(record, facts, '/elsewhere')).toBe(false);
});

test('neither environment nor command line names the folder: not ours', () => {
  const bare = { ...record, commandLine: 'java kafka.Kafka' };
  const now = { ...facts, commandLine: 'java kafka.Kafka', dataDir: undefined };
  expect(isOurs(bare, now, '/data')).toBe(false);
});

test('records are written, read and removed', () => {
  writeRecord(runDir, record);
  expect(readRecords(runDir)).toEqual([record]);
  removeRecord(runDir, record.name);
  expect(readRecords(runDir)).toEqual([]);
});

test('half a record counts as none', () => {
  writeFileSync(join(runDir, 'kafka.json'), '{"name":"kaf');
  expect(readRecords(runDir)).toEqual([]);
});

test('a folder that does not exist has no records', () => {
  expect(readRecords(join(runDir, 'none'))).toEqual([]);
});

describe('the claim of a data folder', () => {
  test('is given once', () => {
    expect(claimLauncher(runDir, '/data')).toBeUndefined();
    expect(claimLauncher(runDir, '/data')).toMatchObject({ pid: process.pid });
    expect(liveLauncher(runDir, '/data')).toMatchObject({ name: launcherName, pid: process.pid });
  });

  test('replaces the record of a launcher that was killed', () => {
    writeRecord(runDir, { ...record, name: launcherName, pid: 2 ** 22 + 1 });
    expect(claimLauncher(runDir, '/data')).toBeUndefined();
    expect(readRecords(runDir)).toMatchObject([{ pid: process.pid }]);
  });

  test('leaves nothing else behind', () => {
    claimLauncher(runDir, '/data');
    expect(readdirSync(runDir)).toEqual(['launcher.json']);
  });
});

test('this process is known to the operating system', () => {
  expect(factsOf(process.pid)).toMatchObject({ pid: process.pid });
  expect(factsOf(2 ** 22 + 1)).toBeUndefined();
});
