/** Errors of a run -> the word the audit has for them. */
import { errors } from 'cassandra-driver';
import { MongoServerSelectionError } from 'mongodb';
import { DamagedPart } from './archive-part.ts';
import { failureReason } from './failed-runs.ts';

const coded = (code: string, message = 'secret'): Error =>
  Object.assign(new Error(message), { code });

test.each<[what: string, thrown: unknown, expected: string]>([
  ['a damaged file', new DamagedPart('https://bucket/part-0001.parquet differs'), 'DAMAGED_FILE'],
  [
    'a damaged file, told by another',
    new Error('x', { cause: new DamagedPart('y') }),
    'DAMAGED_FILE',
  ],
  ['a full disk', coded('ENOSPC'), 'NO_SPACE'],
  ["Postgres' full disk", coded('53100'), 'NO_SPACE'],
  ['nobody listens', coded('ECONNREFUSED'), 'STORE_AWAY'],
  [
    'on neither address',
    new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')]),
    'STORE_AWAY',
  ],
  [
    'a bucket that is away',
    new TypeError('fetch failed', { cause: coded('ENOTFOUND') }),
    'STORE_AWAY',
  ],
  ['Postgres shuts down', coded('57P01'), 'STORE_AWAY'],
  ['no Cassandra', new errors.NoHostAvailableError({}), 'STORE_AWAY'],
  ['a slow Cassandra', new errors.OperationTimedOutError('late'), 'STORE_AWAY'],
  ['an error of SQL', coded('42P01'), 'FAILED'],
  ['lots that do not leave', new Error('3 lots have not left the board'), 'FAILED'],
  ['no error at all', 'thrown', 'FAILED'],
])('%s', (_what, thrown, expected) => {
  expect(failureReason(thrown)).toBe(expected);
});

test('an error that causes itself ends', () => {
  const error = new Error('round');
  error.cause = error;
  expect(failureReason(error)).toBe('FAILED');
});

test('no MongoDB', () => {
  // Its own type, since its constructor wants a topology.
  expect(failureReason(Object.create(MongoServerSelectionError.prototype))).toBe('STORE_AWAY');
});
