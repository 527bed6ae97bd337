/** Hands a wish about a lot to the resolver and waits a moment for what becomes of it. */
import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { lotCommand } from '@auction/avro/lot-command';
import type { LotCommand, LotOutcome } from '@auction/avro/records';
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

export interface DeskOptions {
  /** Resolves when the command is written for good. @throws StoreAway */
  readonly write: (command: LotCommand, headers: Headers) => Promise<void>;
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
  async send(
    request: FastifyRequest,
    lotId: string,
    key: IdempotencyKey,
    wish: Wish,
    commandId: string = randomUUID(),
  ): Promise<Sent> {
    const { write, letters, now, waitMs = usualWaitMs } = this.#options;
    const sender = {
      ...key,
      orgId: requireOrganisation(request),
      userId: requirePrincipal(request).id,
      isAdmin: false,
      receivedAt: now(),
      refused: null,
    };
    const awaited = letters.expect(commandId, waitMs);
    try {
      await write(lotCommand({ commandId, lotId, sender, ...wish }), headersOf(request));
    } catch (error) {
      awaited.drop();
      throw error;
    }
    return { commandId, letter: await awaited.letter };
  }
}
