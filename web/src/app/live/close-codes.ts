import type { CloseCode } from '@auction/gateway/contract';

/**
 * What the client does when the socket closes, by close code. Source: live-board.md section 1.9.
 */
export type CloseAction =
  /** Nobody is at fault: try again after a growing wait, at least `leastMs`. */
  | { readonly do: 'BACK_OFF'; readonly leastMs: number }
  /** The server names the wait in `bye.retryMs`; `slower` asks for half the update rate afterwards. */
  | { readonly do: 'WAIT_AS_TOLD'; readonly slower: boolean }
  | { readonly do: 'AT_ONCE' }
  /** Our own mistake: once more, then stop. */
  | { readonly do: 'ONCE_MORE' }
  | { readonly do: 'SIGN_IN' }
  | { readonly do: 'STOP' };

export const DONE = 1000;
export const NO_CLOSE_FRAME = 1006;
/** Ours alone, never on the wire: no frame for 12 s. */
export const SILENCE = 4000;
export const FORBIDDEN = 4403;

const backOff: CloseAction = { do: 'BACK_OFF', leastMs: 0 };

/** Every code of the contract; the compiler refuses a missing and a surplus one. */
export const closeActions: Readonly<Record<CloseCode, CloseAction>> = {
  [DONE]: { do: 'STOP' },
  1001: backOff,
  [NO_CLOSE_FRAME]: backOff,
  1009: { do: 'STOP' },
  1012: { do: 'WAIT_AS_TOLD', slower: false },
  1013: { do: 'WAIT_AS_TOLD', slower: true },
  [SILENCE]: { do: 'AT_ONCE' },
  4400: { do: 'ONCE_MORE' },
  4401: { do: 'SIGN_IN' },
  [FORBIDDEN]: { do: 'STOP' },
  4408: backOff,
  4409: { do: 'ONCE_MORE' },
  4429: { do: 'BACK_OFF', leastMs: 15_000 },
};

/** The action for a close code; an unknown code is treated like a cut network. */
export function closeAction(code: number): CloseAction {
  return code in closeActions ? closeActions[code as CloseCode] : backOff;
}
