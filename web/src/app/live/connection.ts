/**
 * The life of one socket as a pure state machine: state and event in, state and effects out; time and
 * chance are arguments. Source: live-board.md sections 1.7, 1.9 and 1.10.
 */
import { backoffMs } from './backoff.ts';
import { closeAction, FORBIDDEN, NO_CLOSE_FRAME, SILENCE } from './close-codes.ts';

/** A server that says nothing for so long is gone; it beats every 5 s. */
export const SILENCE_MS = 12_000;
/** Longest wait for a ticket, for the socket to open and for the welcome, each. */
export const STEP_MS = 10_000;
/** A connection that held so long clears the failures before it. */
export const HEALTHY_MS = 60_000;

/** What is remembered from one attempt to the next. */
export interface Memory {
  readonly failureCount: number;
  /** Closes for which we are to blame (4400, 4409). */
  readonly mistakeCount: number;
  /** Times we were told to sign in (401, 4401). */
  readonly refusalCount: number;
  /** The server asked for a slower board (1013). */
  readonly slower: boolean;
  /** The wait the server named in `bye`, ms. */
  readonly toldMs: number | null;
}

export type Connection = { readonly memory: Memory } & (
  | { readonly at: 'idle' }
  | {
      readonly at: 'connecting';
      readonly step: 'ticket' | 'socket';
      readonly since: number;
      readonly ticket: string | null;
    }
  | { readonly at: 'greeting'; readonly since: number }
  | { readonly at: 'ready'; readonly since: number; readonly heardAt: number }
  | { readonly at: 'waiting'; readonly until: number }
  | { readonly at: 'signingIn'; readonly since: number }
  | { readonly at: 'stopped'; readonly code: number }
);

export type ConnectionEvent =
  | { readonly type: 'start' }
  | { readonly type: 'ticket'; readonly ticket: string }
  /** `status` is the HTTP status; null when no answer came at all. */
  | { readonly type: 'ticketRefused'; readonly status: number | null }
  | { readonly type: 'opened' }
  | { readonly type: 'welcome' }
  | { readonly type: 'frame' }
  | { readonly type: 'bye'; readonly retryMs: number | null }
  | { readonly type: 'closed'; readonly code: number }
  | { readonly type: 'signedIn' }
  | { readonly type: 'signInFailed' }
  /** Time has passed; sent at `dueAt`. */
  | { readonly type: 'tick' }
  /** The network or the page came back. */
  | { readonly type: 'wake' }
  /** Somebody signs in or out: no socket until `renew`. */
  | { readonly type: 'hold' }
  /** Go on as who they are now. */
  | { readonly type: 'renew' };

export type ConnectionEffect =
  | { readonly do: 'getTicket' }
  | { readonly do: 'openSocket' }
  | { readonly do: 'sayHello'; readonly ticket: string }
  | { readonly do: 'dropSocket' }
  | { readonly do: 'signIn' };

export interface Step {
  readonly state: Connection;
  readonly effects: readonly ConnectionEffect[];
}

const HTTP_UNAUTHORIZED = 401;
const HTTP_FORBIDDEN = 403;
const HTTP_TOO_MANY = 429;
const TOO_MANY = 4429;
const MISTAKES_MAX = 2;
const REFUSALS_MAX = 2;

export const idle: Connection = {
  at: 'idle',
  memory: { failureCount: 0, mistakeCount: 0, refusalCount: 0, slower: false, toldMs: null },
};

/**
 * When the machine wants a `tick`, epoch ms; null when only an event from outside can move it.
 */
export function dueAt(state: Connection): number | null {
  switch (state.at) {
    case 'connecting':
    case 'greeting':
    case 'signingIn':
      return state.since + STEP_MS;
    case 'ready':
      return state.heardAt + SILENCE_MS;
    case 'waiting':
      return state.until;
    case 'idle':
    case 'stopped':
      return null;
  }
}

/**
 * One step of the machine. An event that means nothing in a state leaves it as it is.
 * @param now epoch ms by our clock
 * @param random uniform in [0, 1), used for the wait
 */
export function step(state: Connection, event: ConnectionEvent, now: number, random: number): Step {
  switch (event.type) {
    case 'start':
      return state.at === 'idle' || state.at === 'stopped'
        ? connect(idle.memory, now)
        : stay(state);
    case 'ticket':
      return state.at === 'connecting' && state.step === 'ticket'
        ? {
            state: { ...state, step: 'socket', since: now, ticket: event.ticket },
            effects: [{ do: 'openSocket' }],
          }
        : stay(state);
    case 'ticketRefused':
      return state.at === 'connecting' ? refused(state, event.status, now, random) : stay(state);
    case 'opened':
      return state.at === 'connecting' && state.ticket !== null
        ? {
            state: { at: 'greeting', since: now, memory: state.memory },
            effects: [{ do: 'sayHello', ticket: state.ticket }],
          }
        : stay(state);
    case 'welcome':
      return state.at === 'greeting'
        ? stay({ at: 'ready', since: now, heardAt: now, memory: state.memory })
        : stay(state);
    case 'frame':
      return stay(heard(state, now));
    case 'bye':
      return stay({ ...state, memory: { ...state.memory, toldMs: event.retryMs } });
    case 'closed':
      return hasSocket(state) ? closed(state, event.code, now, random) : stay(state);
    case 'signedIn':
      return state.at === 'signingIn' ? connect(state.memory, now) : stay(state);
    case 'signInFailed':
      return state.at === 'signingIn' ? wait(state.memory, 0, now, random) : stay(state);
    case 'wake':
      return state.at === 'waiting' ? connect(state.memory, now) : tick(state, now, random);
    case 'hold':
      return dropping(stay(idle));
    case 'renew':
      return dropping(connect(idle.memory, now));
    case 'tick':
      return tick(state, now, random);
  }
}

function stay(state: Connection): Step {
  return { state, effects: [] };
}

function hasSocket(state: Connection): boolean {
  return state.at === 'connecting' || state.at === 'greeting' || state.at === 'ready';
}

function heard(state: Connection, now: number): Connection {
  if (state.at !== 'ready') return state;
  const healthy = now - state.since >= HEALTHY_MS;
  const memory = healthy ? { ...idle.memory, slower: state.memory.slower } : state.memory;
  return { ...state, heardAt: now, memory };
}

function connect(memory: Memory, now: number): Step {
  return {
    state: { at: 'connecting', step: 'ticket', since: now, ticket: null, memory },
    effects: [{ do: 'getTicket' }],
  };
}

function wait(memory: Memory, leastMs: number, now: number, random: number): Step {
  const failureCount = memory.failureCount + 1;
  const waitMs = memory.toldMs ?? Math.max(leastMs, backoffMs(failureCount, random));
  return stay({
    at: 'waiting',
    until: now + waitMs,
    memory: { ...memory, failureCount, toldMs: null },
  });
}

function refused(state: Connection, status: number | null, now: number, random: number): Step {
  const { memory } = state;
  if (status === HTTP_FORBIDDEN) return stay({ at: 'stopped', code: FORBIDDEN, memory });
  if (status === HTTP_TOO_MANY) return closed(state, TOO_MANY, now, random);
  if (status !== HTTP_UNAUTHORIZED) return wait(memory, 0, now, random);
  return signIn(memory, now, random);
}

/** A second refusal soon after the first waits: signing in again did not help. */
function signIn(memory: Memory, now: number, random: number): Step {
  const refusalCount = memory.refusalCount + 1;
  if (refusalCount >= REFUSALS_MAX) return wait({ ...memory, refusalCount: 0 }, 0, now, random);
  return {
    state: { at: 'signingIn', since: now, memory: { ...memory, refusalCount } },
    effects: [{ do: 'signIn' }],
  };
}

function closed(state: Connection, code: number, now: number, random: number): Step {
  const { memory } = state;
  const action = closeAction(code);
  switch (action.do) {
    case 'AT_ONCE':
      return connect(memory, now);
    case 'BACK_OFF':
      return wait(memory, action.leastMs, now, random);
    case 'WAIT_AS_TOLD':
      return wait({ ...memory, slower: memory.slower || action.slower }, 0, now, random);
    case 'SIGN_IN':
      return signIn(memory, now, random);
    case 'ONCE_MORE': {
      const mistakeCount = memory.mistakeCount + 1;
      return mistakeCount >= MISTAKES_MAX
        ? stay({ at: 'stopped', code, memory })
        : wait({ ...memory, mistakeCount }, 0, now, random);
    }
    case 'STOP':
      return stay({ at: 'stopped', code, memory });
  }
}

function tick(state: Connection, now: number, random: number): Step {
  const due = dueAt(state);
  if (due === null || now < due) return stay(state);
  switch (state.at) {
    case 'ready':
      return dropping(closed(state, SILENCE, now, random));
    case 'connecting':
    case 'greeting':
      return dropping(closed(state, NO_CLOSE_FRAME, now, random));
    case 'signingIn':
      return wait(state.memory, 0, now, random);
    case 'waiting':
      return connect(state.memory, now);
    case 'idle':
    case 'stopped':
      return stay(state);
  }
}

function dropping(next: Step): Step {
  return { state: next.state, effects: [{ do: 'dropSocket' }, ...next.effects] };
}
