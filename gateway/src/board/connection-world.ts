/** What one connection is given, and what it asks of the feed. */
import type { Welcome } from '../board-protocol.ts';
import type { ChannelsWorld } from './client-channels.ts';
import type { EventSource } from './event-port.ts';
import type { TrackedLane } from './tracked-lane.ts';
import type { Transport } from './transport.ts';

export type User = Welcome['user'];

/** What a connection asks of the feed. `C`: the connection itself. */
export interface ConnectionWorld<C> extends ChannelsWorld {
  readonly events: EventSource;
  /** Spread over what clients are told to wait before they come back, ms. */
  retryMs(fromMs: number, toMs: number): number;
  trackedDirty(lane: TrackedLane, connection: C): void;
  closed(connection: C): void;
}

export interface ConnectionOptions {
  /** For logs. */
  readonly id: string;
  readonly transport: Transport;
  /** Called with the ticket of `hello` or `auth`; `greet`, `prolong` or `close` follow. */
  readonly onTicket: (ticket: string, of: 'hello' | 'auth') => void;
}
