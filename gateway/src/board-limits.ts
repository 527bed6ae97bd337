/**
 * Limits of board.v1 and the codes it closes with. No relative imports: the web app's compiler reads
 * this too.
 */

export interface Limits {
  /** Largest inbound message, bytes; above it: close 1009. */
  readonly messageBytes: number;
  readonly messagesPerSecond: number;
  readonly messageBurst: number;
  readonly socketsPerUser: number;
  readonly socketsPerAddress: number;
  /** Subscriptions of one connection. */
  readonly subs: number;
  /** Lots on channel 0. */
  readonly tracked: number;
  /** Values of one set in a filter. */
  readonly setValues: number;
  /** Rows of one view; wider: `filter_too_wide` with `count`. */
  readonly viewRows: number;
  /** Rows of one snapshot part. */
  readonly partRows: number;
  readonly unackedEvents: number;
  /** Time for `hello`, ms; else close 4408. */
  readonly helloMs: number;
  /** Largest outbound frame before deflate, bytes. */
  readonly frameBytes: number;
}

/** Starting values; what counts for a connection stands in its `welcome`. */
export const limits: Limits = {
  messageBytes: 16_384,
  messagesPerSecond: 20,
  messageBurst: 60,
  socketsPerUser: 8,
  socketsPerAddress: 20,
  subs: 16,
  tracked: 500,
  setValues: 50,
  viewRows: 250_000,
  partRows: 500,
  unackedEvents: 256,
  helloMs: 5_000,
  frameBytes: 1_048_576,
};

/** What a client does after a close; `signIn`: refresh the login by REST first. */
export type AfterClose =
  'nothing' | 'reconnect' | 'reconnectOnce' | 'signIn' | 'stop' | 'backOff15s';

export const closeCodes = [
  { code: 1000, meaning: 'done', client: 'nothing' },
  { code: 1001, meaning: 'page or server going away', client: 'reconnect' },
  { code: 1006, meaning: 'no close frame: network', client: 'reconnect' },
  { code: 1009, meaning: 'message too large', client: 'stop' },
  { code: 1012, meaning: 'restart', client: 'reconnect' },
  { code: 1013, meaning: 'overload or slow consumer', client: 'reconnect' },
  { code: 4000, meaning: 'local: no frame for 12 s', client: 'reconnect' },
  { code: 4400, meaning: 'bad message', client: 'reconnectOnce' },
  { code: 4401, meaning: 'not signed in, expired or revoked', client: 'signIn' },
  { code: 4403, meaning: 'origin or role forbidden', client: 'stop' },
  { code: 4408, meaning: 'no hello in time', client: 'reconnect' },
  { code: 4409, meaning: 'duplicate subscription', client: 'reconnectOnce' },
  { code: 4429, meaning: 'rate or connection limit', client: 'backOff15s' },
] as const satisfies readonly { code: number; meaning: string; client: AfterClose }[];
export type CloseCode = (typeof closeCodes)[number]['code'];
