import { closeActions } from './close-codes.ts';
import {
  dueAt,
  HEALTHY_MS,
  idle,
  SILENCE_MS,
  step,
  STEP_MS,
  type Connection,
  type ConnectionEvent,
} from './connection.ts';

const NOW = 1_000_000;
const RANDOM = 0.5;
/** Wait after the first failure with `RANDOM`. */
const FIRST_WAIT_MS = 750;

type Place = Connection['at'];
const memory = idle.memory;
const places: Record<Place, Connection> = {
  idle,
  connecting: { at: 'connecting', step: 'ticket', since: NOW, ticket: null, memory },
  greeting: { at: 'greeting', since: NOW, memory },
  ready: { at: 'ready', since: NOW, heardAt: NOW, memory },
  waiting: { at: 'waiting', until: NOW + 5_000, memory },
  signingIn: { at: 'signingIn', since: NOW, memory },
  stopped: { at: 'stopped', code: 4403, memory },
};
const socketStep: Connection = {
  at: 'connecting',
  step: 'socket',
  since: NOW,
  ticket: 'one',
  memory,
};

const effects = (state: Connection, event: ConnectionEvent, now = NOW) => {
  const next = step(state, event, now, RANDOM);
  return [next.state.at, ...next.effects.map((effect) => effect.do)];
};

test.each<[string, Connection, ConnectionEvent, string[]]>([
  ['start', idle, { type: 'start' }, ['connecting', 'getTicket']],
  ['start again by hand', places.stopped, { type: 'start' }, ['connecting', 'getTicket']],
  ['start twice', places.ready, { type: 'start' }, ['ready']],
  ['somebody else now', places.ready, { type: 'renew' }, ['connecting', 'dropSocket', 'getTicket']],
  ['somebody signs in', places.ready, { type: 'hold' }, ['idle', 'dropSocket']],
  ['held back nobody wakes it', idle, { type: 'wake' }, ['idle']],
  ['signed in', idle, { type: 'renew' }, ['connecting', 'dropSocket', 'getTicket']],
  ['ticket', places.connecting, { type: 'ticket', ticket: 'one' }, ['connecting', 'openSocket']],
  ['late ticket', places.waiting, { type: 'ticket', ticket: 'one' }, ['waiting']],
  ['open', socketStep, { type: 'opened' }, ['greeting', 'sayHello']],
  ['welcome', places.greeting, { type: 'welcome' }, ['ready']],
  ['welcome out of turn', places.connecting, { type: 'welcome' }, ['connecting']],
  ['no network', places.connecting, { type: 'ticketRefused', status: null }, ['waiting']],
  ['server error', places.connecting, { type: 'ticketRefused', status: 503 }, ['waiting']],
  [
    'no session',
    places.connecting,
    { type: 'ticketRefused', status: 401 },
    ['signingIn', 'signIn'],
  ],
  ['forbidden', places.connecting, { type: 'ticketRefused', status: 403 }, ['stopped']],
  ['signed in', places.signingIn, { type: 'signedIn' }, ['connecting', 'getTicket']],
  ['sign-in failed', places.signingIn, { type: 'signInFailed' }, ['waiting']],
  ['network back while waiting', places.waiting, { type: 'wake' }, ['connecting', 'getTicket']],
  ['network back while ready', places.ready, { type: 'wake' }, ['ready']],
  ['closed while waiting', places.waiting, { type: 'closed', code: 1006 }, ['waiting']],
])('%s', (_name, state, event, expected) => {
  expect(effects(state, event)).toEqual(expected);
});

test.each<[string, Connection, number, string[]]>([
  ['silence', places.ready, SILENCE_MS, ['connecting', 'dropSocket', 'getTicket']],
  ['a socket that never opens', socketStep, STEP_MS, ['waiting', 'dropSocket']],
  ['a ticket that never comes', places.connecting, STEP_MS, ['waiting', 'dropSocket']],
  ['no welcome', places.greeting, STEP_MS, ['waiting', 'dropSocket']],
  ['the end of the wait', places.waiting, 5_000, ['connecting', 'getTicket']],
  ['a sign-in that hangs', places.signingIn, STEP_MS, ['waiting']],
])('time: %s', (_name, state, afterMs, expected) => {
  expect(dueAt(state)).toBe(NOW + afterMs);
  expect(effects(state, { type: 'tick' }, NOW + afterMs - 1)).toEqual([state.at]);
  expect(effects(state, { type: 'tick' }, NOW + afterMs)).toEqual(expected);
});

test.each<[number, string[]]>([
  [1000, ['stopped']],
  [1001, ['waiting']],
  [1006, ['waiting']],
  [1009, ['stopped']],
  [1012, ['waiting']],
  [1013, ['waiting']],
  [4000, ['connecting', 'getTicket']],
  [4400, ['waiting']],
  [4401, ['signingIn', 'signIn']],
  [4403, ['stopped']],
  [4408, ['waiting']],
  [4409, ['waiting']],
  [4429, ['waiting']],
  [4999, ['waiting']],
])('close code %i', (code, expected) => {
  expect(effects(places.ready, { type: 'closed', code })).toEqual(expected);
});

test('the table above walks every close code we know', () => {
  expect(Object.keys(closeActions)).toHaveLength(13);
});

const waitAfter = (state: Connection, code: number) => {
  const next = step(state, { type: 'closed', code }, NOW, RANDOM).state;
  return next.at === 'waiting' ? next.until - NOW : null;
};

test('waits: growing after cuts, as told after bye, long after too many connections', () => {
  expect(waitAfter(places.ready, 1006)).toBe(FIRST_WAIT_MS);
  const failed: Connection = { ...places.ready, memory: { ...memory, failureCount: 9 } };
  expect(waitAfter(failed, 1006)).toBe(7_750);
  const told = step(places.ready, { type: 'bye', retryMs: 7_300 }, NOW, RANDOM).state;
  expect(waitAfter(told, 1012)).toBe(7_300);
  expect(waitAfter(places.ready, 4429)).toBe(15_000);
});

test('our own mistakes: once more, then stop', () => {
  const once = step(places.ready, { type: 'closed', code: 4400 }, NOW, RANDOM).state;
  const again: Connection = { ...places.ready, memory: once.memory };
  expect(effects(again, { type: 'closed', code: 4409 })).toEqual(['stopped']);
});

test('a second refusal right after signing in waits', () => {
  const once = step(places.connecting, { type: 'ticketRefused', status: 401 }, NOW, RANDOM).state;
  const again: Connection = { ...places.connecting, memory: once.memory };
  expect(effects(again, { type: 'ticketRefused', status: 401 })).toEqual(['waiting']);
});

test('overload asks for a slower board, and a minute of health clears the failures', () => {
  const slow = step(places.ready, { type: 'closed', code: 1013 }, NOW, RANDOM).state;
  expect(slow.memory).toMatchObject({ slower: true, failureCount: 1 });
  const back: Connection = { ...places.ready, memory: slow.memory };
  const early = step(back, { type: 'frame' }, NOW + HEALTHY_MS - 1, RANDOM).state;
  expect(early.memory.failureCount).toBe(1);
  const healthy = step(back, { type: 'frame' }, NOW + HEALTHY_MS, RANDOM).state;
  expect(healthy.memory).toMatchObject({ slower: true, failureCount: 0 });
});
