import { errors, types } from 'cassandra-driver';
import { isPassing } from './patient-requests.ts';

const { overloaded, writeTimeout, invalid, unauthorized } = types.responseErrorCodes;
const said = (code: number): Error => new errors.ResponseError(code, 'no');

test.each([
  ['a write that took too long', said(writeTimeout), true],
  ['a server with too much to do', said(overloaded), true],
  ['no answer', new errors.OperationTimedOutError('no answer', '127.0.0.1'), true],
  ['nobody there', new errors.NoHostAvailableError({}, 'nobody there'), true],
  ['a table that is not there', said(invalid), false],
  ['no right to it', said(unauthorized), false],
  ['a mistake of ours', new Error('undefined is not a function'), false],
])('%s', (_what, error, passes) => {
  expect(isPassing(error)).toBe(passes);
});
