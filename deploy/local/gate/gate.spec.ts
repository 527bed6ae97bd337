import { join } from 'node:path';
import { repoRoot } from '../places.ts';
import { backendsIn, backendVariables } from './backends.ts';
import { countsIn, withExit } from './jest.ts';
import { summary } from './step.ts';

test('the last line is the sum over all steps', () => {
  const lines = summary([
    { name: 'format', passed: 1, failed: 0, tookMs: 10_000 },
    { name: 'unit tests', passed: 200, failed: 3, tookMs: 30_000 },
  ]).split('\n');
  expect(lines.at(-1)).toBe('201 passed, 3 failed');
  expect(lines).toContain('unit tests     30.0 s    75 %    200 passed    3 failed');
});

const result = {
  numPassedTests: 5,
  numFailedTests: 1,
  numRuntimeErrorTestSuites: 1,
  more: [],
  testResults: [
    {
      name: join(repoRoot, 'streams/a.spec.ts'),
      status: 'failed',
      assertionResults: [
        { fullName: 'passes', status: 'passed', failureMessages: [] },
        { fullName: 'a > fails', status: 'failed', failureMessages: ['Error: no\n   at x'] },
      ],
    },
    { name: join(repoRoot, 'web/b.spec.ts'), status: 'failed', assertionResults: [] },
  ],
};
test("jest's counts and failures: a suite that cannot be loaded is one", () => {
  expect(countsIn(JSON.stringify(result))).toEqual({
    passed: 5,
    failed: 2,
    failures: ['streams/a.spec.ts › a > fails: Error: no at x', 'web/b.spec.ts could not be run'],
  });
});

test('what failed is said once more at the end', () => {
  const took = { passed: 0, failed: 1, tookMs: 1_000 };
  const lines = summary([
    { name: 'lint', ...took },
    { name: 'journeys', ...took, failures: ['sale › sells: Error'] },
  ]).split('\n');
  expect(lines.slice(1, 4)).toEqual(['Failed:', 'lint', 'journeys: sale › sells: Error']);
});

test.each([
  { counts: { passed: 5, failed: 0 }, code: 0, failed: 0 },
  { counts: { passed: 5, failed: 0 }, code: 1, failed: 1 },
  { counts: { passed: 5, failed: 2 }, code: 1, failed: 2 },
])('exit code $code with $counts is $failed failed', ({ counts, code, failed }) => {
  expect(withExit(counts, code).failed).toBe(failed);
});

describe('running servers of the environment', () => {
  const all = Object.fromEntries(backendVariables.map((name) => [name, `${name} value`]));

  test('are used when all are named', () => {
    expect(backendsIn({ ...all, PATH: '/bin' })).toEqual(all);
  });
  test('are not when none is', () => {
    expect(backendsIn({ PATH: '/bin', KAFKA_BROKERS: '' })).toBeUndefined();
  });
  test('are refused when some are missing', () => {
    expect(() => backendsIn({ ...all, MONGO_URL: undefined })).toThrow('but not MONGO_URL');
  });
});
