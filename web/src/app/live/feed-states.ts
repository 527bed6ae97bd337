/** States of the protocol in the page's words. */
import type { Connection } from './connection.ts';
import type { BoardPhase, Link } from './feed-messages.ts';
import type { Subscription } from './subscription.ts';

export function toLink(connection: Connection): Link {
  switch (connection.at) {
    case 'ready':
      return { is: 'ready' };
    case 'waiting':
      return { is: 'waiting', retryAt: connection.until };
    case 'stopped':
      return { is: 'stopped', code: connection.code };
    case 'idle':
    case 'connecting':
    case 'greeting':
    case 'signingIn':
      return { is: 'connecting' };
  }
}

export function toPhase(board: Subscription, isReady: boolean): BoardPhase {
  const { channel } = board;
  switch (channel.at) {
    case 'live':
      return { is: 'live' };
    case 'refused':
      return { is: 'refused', refusal: channel.refusal };
    case 'stale':
      return isReady ? { is: 'loading', expected: null } : { is: 'stale' };
    case 'asked':
    case 'filling':
      return { is: 'loading', expected: board.expected };
  }
}
