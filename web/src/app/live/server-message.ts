import type { ServerMessage } from '@auction/gateway/contract';

/** The `t` of every message we understand; anything else is counted and ignored. */
const known: ReadonlySet<string> = new Set<ServerMessage['t']>([
  'welcome',
  'ok',
  'snap',
  'd',
  'ev',
  'sum',
  'hb',
  'reset',
  'unsub',
  'warn',
  'err',
  'pong',
  'bye',
]);

/**
 * The parsing border of the socket. The server is ours and checks its own output, so only the kind of
 * message is looked at here.
 * @returns null for a message of an unknown kind
 * @throws SyntaxError when the text is not JSON: the stream is broken
 */
export function parseServerMessage(text: string): ServerMessage | null {
  const message: unknown = JSON.parse(text);
  if (typeof message !== 'object' || message === null || !('t' in message)) return null;
  return typeof message.t === 'string' && known.has(message.t) ? (message as ServerMessage) : null;
}

/** Whether the message counts for `ack.n`. */
export function isDataFrame(message: ServerMessage): boolean {
  return message.t === 'snap' || message.t === 'd' || message.t === 'ev';
}
