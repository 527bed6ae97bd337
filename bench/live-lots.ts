/** Lots for `npm run bench:bids -- --live`: made, bid on by two organisations in turn, withdrawn. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Codec } from '@auction/avro/codec';
import { lotCommand } from '@auction/avro/lot-command';
import type { LotCommand } from '@auction/avro/records';
import { topics } from '@auction/avro/topics';
import type { NewRecord } from '@auction/streams/runtime/log';
import type { Codecs } from '@auction/streams/runtime/registry';
import { aSummary } from '@auction/streams/testing/a-lot';
import {
  aBid,
  sellerOrg,
  someSender,
  someTerms,
} from '@auction/streams/testing/auction/an-own-lot';
import { ask } from './ask.ts';

export interface LotBid {
  readonly commandId: string;
  readonly lotId: string;
  /** A flat bid: the price afterwards. Minor units. */
  readonly amountMinor: number;
  /** Of `performance.now()`, ms. */
  readonly sentAt: number;
  readonly record: NewRecord;
}

const startMinor = 50_000;
const stepMinor = 5000;
const hourMs = 3_600_000;
const shownWithinMs = 30_000;

export class LiveLots {
  readonly ids: readonly string[];
  readonly #codec: Codec<'LotCommand'>;
  readonly #run = Date.now().toString(36);
  readonly #bidCounts: Uint32Array;
  #count = 0;

  constructor(lots: number, codecs: Codecs) {
    this.#codec = codecs.of(topics.lotsCommands);
    this.ids = Array.from({ length: lots }, (_, index) => `bench-${this.#run}-${index}`);
    this.#bidCounts = new Uint32Array(lots);
  }

  #record(lotId: string, body: Partial<LotCommand>): NewRecord {
    this.#count += 1;
    const sender = someSender({
      ...{ clientId: 'bench', clientSeq: this.#count, receivedAt: Date.now() },
      ...body.sender,
    });
    const commandId = `bench-${this.#run}-${this.#count}`;
    const command = lotCommand({ commandId, lotId, kind: 'UNKNOWN', ...body, sender });
    return { topic: topics.lotsCommands.name, key: lotId, value: this.#codec.encode(command) };
  }

  /** Commands that make and publish the lots; the first bid opens each. */
  opening(): NewRecord[] {
    const seller = someSender({ orgId: sellerOrg, receivedAt: Date.now() });
    const times = { startsAt: Date.now() - 1000, endsAt: Date.now() + hourMs };
    return this.ids.flatMap((lotId) => {
      // A vehicle of its own: else each change of one lot were a change of all the others.
      const vehicle = { vehicleId: `own/${lotId}` };
      const terms = { ...someTerms({ ...times, policy: { softClose: null } }), ...vehicle };
      const summary = { ...aSummary(), ...vehicle, vin: null, title: 'A lot of a measurement' };
      const createLot = { terms, summary };
      return [
        this.#record(lotId, { kind: 'CREATE_LOT', createLot, sender: seller }),
        this.#record(lotId, { kind: 'PUBLISH_LOT', sender: { ...seller, clientSeq: 2 } }),
      ];
    });
  }

  /** Waits until the gateway knows the last of them. @throws after half a minute */
  async areShown(url: string): Promise<void> {
    const last = this.ids.at(-1) ?? '';
    const deadlineAt = performance.now() + shownWithinMs;
    while (!(await ask(`${url}/api/lots/${last}`)).ok) {
      if (performance.now() > deadlineAt) throw new Error(`the gateway does not show ${last}`);
      await delay(200);
    }
  }

  /** A bid of one step on the next lot in turn, by the organisation that does not lead there. */
  nextBid(number: number): LotBid {
    const index = number % this.ids.length;
    const lotId = this.ids[index] ?? '';
    const before = this.#bidCounts[index] ?? 0;
    this.#bidCounts[index] = before + 1;
    const amountMinor = startMinor + before * stepMinor;
    const orgId = before % 2 === 0 ? 'bench-a' : 'bench-b';
    const sender = someSender({
      ...{ orgId, clientId: orgId, clientSeq: before + 1, receivedAt: Date.now() },
    });
    const record = this.#record(lotId, {
      ...{ kind: 'PLACE_BID', sender, placeBid: aBid({ amountMinor, kind: 'FLAT' }) },
    });
    const commandId = `bench-${this.#run}-${this.#count}`;
    return { commandId, lotId, amountMinor, sentAt: performance.now(), record };
  }

  /** An operator takes them off. */
  withdrawing(): NewRecord[] {
    return this.ids.map((lotId) =>
      this.#record(lotId, {
        kind: 'WITHDRAW_LOT',
        withdrawLot: { reason: 'END_OF_MEASUREMENT' },
        sender: someSender({ orgId: 'bench', isAdmin: true, receivedAt: Date.now() }),
      }),
    );
  }
}
