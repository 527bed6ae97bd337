/** Records of lots.commands about own lots, for tests of the pipeline. */
import { lotCommand } from '@auction/avro/lot-command';
import type { LotCommand, Sender } from '@auction/avro/records';
import { topics } from '@auction/avro/topics';
import { aSummary } from '../a-lot.ts';
import type { PipelineDriver } from '../pipeline-driver.ts';
import { aBid, opensAt, sellerOrg, someSender, someTerms } from './an-own-lot.ts';
import type { TermsGiven } from './an-own-lot.ts';

type Given = Partial<Omit<LotCommand, 'sender'>> & { readonly sender?: Partial<Sender> };

/** Sends commands about one lot, each of a client sequence of its own. */
export class LotDesk {
  readonly lotId: string;
  readonly #driver: PipelineDriver;
  #count = 0;

  constructor(driver: PipelineDriver, lotId = 'LOT') {
    this.#driver = driver;
    this.lotId = lotId;
  }

  /** @returns the record as sent */
  send(kind: LotCommand['kind'], { sender, ...bodies }: Given = {}): LotCommand {
    this.#count += 1;
    const numbered = { clientSeq: this.#count, ...sender };
    const commandId = `${this.lotId}-${this.#count}`;
    const from = someSender(numbered);
    const record = lotCommand({ commandId, kind, lotId: this.lotId, ...bodies, sender: from });
    this.again(record);
    return record;
  }

  again(record: LotCommand): void {
    this.#driver.append(topics.lotsCommands, this.lotId, record);
    this.#driver.run();
  }

  /** Creates and publishes the lot. */
  offer(given: TermsGiven = {}): void {
    const sender = { orgId: sellerOrg, receivedAt: opensAt - 1000 };
    const createLot = { terms: someTerms(given), summary: aSummary() };
    this.send('CREATE_LOT', { sender, createLot });
    this.send('PUBLISH_LOT', { sender });
  }

  /** @param amount major units */
  bid(orgId: string, amount: number, receivedAt = opensAt): LotCommand {
    const placeBid = aBid({ amountMinor: amount * 100 });
    return this.send('PLACE_BID', { placeBid, sender: { orgId, receivedAt, clientId: orgId } });
  }
}
