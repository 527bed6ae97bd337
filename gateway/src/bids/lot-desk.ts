/** Hands a wish about a lot to the resolver and waits a moment for what becomes of it. */
import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { commandRoute } from '@auction/avro/command-route';
import type { CommandRoute, RouteFacts } from '@auction/avro/command-route';
import { lotCommand } from '@auction/avro/lot-command';
import type { LimitCommand, LotCommand, LotOutcome, Sender } from '@auction/avro/records';
import { topics } from '@auction/avro/topics';
import type { Headers } from '@auction/streams/runtime/log';
import { requireOrganisation, requirePrincipal } from '../accounts/principal.ts';
import { headersOf } from '../http/request-trace.ts';
import type { IdempotencyKey } from './idempotency-key.ts';
import type { LotLetters } from './lot-letters.ts';

/** A command without its sender: the kind and at most one body. */
export type Wish = Pick<LotCommand, 'kind'> &
  Partial<
    Pick<
      LotCommand,
      'placeBid' | 'buyNow' | 'createLot' | 'amendLot' | 'withdrawLot' | 'counter' | 'retractBid'
    >
  >;

export interface Sent {
  readonly commandId: string;
  /** undefined: not decided yet. */
  readonly letter: LotOutcome | undefined;
}

/** Which way a command takes, and whether the door has turned it away already. */
export interface Way extends RouteFacts {
  readonly refused: Sender['refused'];
}
export const straight: Way = { isLimited: false, currency: null, refused: null };

export interface DeskOptions {
  /** Resolves when the command is written for good. @throws StoreAway */
  readonly write: (route: CommandRoute, headers: Headers) => Promise<void>;
  readonly letters: LotLetters;
  /** Epoch ms. */
  readonly now: () => number;
  readonly waitMs?: number;
}

const usualWaitMs = 2_000;

export class LotDesk {
  readonly #options: DeskOptions;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  /**
   * Sends a wish in the name of the organisation that asks; the stamp is taken here, once.
   * @param commandId of its own for every attempt; the key says which attempts are one command
   * @throws StoreAway when Kafka did not take it: nothing is acknowledged
   */
  send(
    request: FastifyRequest,
    lotId: string,
    key: IdempotencyKey,
    wish: Wish,
    commandId: string = randomUUID(),
    way: Way = straight,
  ): Promise<Sent> {
    const from = { orgId: requireOrganisation(request), userId: requirePrincipal(request).id };
    return this.sendFor(from, lotId, key, wish, commandId, way, headersOf(request));
  }

  /** As `send`, for a user who asked earlier. @param from organisation and user */
  async sendFor(
    from: Pick<Sender, 'orgId' | 'userId'>,
    lotId: string,
    key: IdempotencyKey,
    wish: Wish,
    commandId: string,
    way: Way,
    headers: Headers = {},
  ): Promise<Sent> {
    const { write, letters, now, waitMs = usualWaitMs } = this.#options;
    const { refused } = way;
    const sender = { ...key, ...from, isAdmin: false, receivedAt: now(), refused };
    const awaited = letters.expect(commandId, waitMs);
    try {
      await write(commandRoute(lotCommand({ commandId, lotId, sender, ...wish }), way), headers);
    } catch (error) {
      awaited.drop();
      throw error;
    }
    return { commandId, letter: await awaited.letter };
  }

  /** Tells the limiter of an organisation. @throws StoreAway when Kafka did not take it */
  tellLimiter(record: LimitCommand): Promise<void> {
    return this.#options.write({ topic: topics.limitsCommands, key: record.orgId, record }, {});
  }
}
