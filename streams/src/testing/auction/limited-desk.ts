/** Bids of an organisation with a limit, sent to the limiter of a pipeline driver. */
import { commandRoute, limitCommand } from '@auction/avro/command-route';
import { lotCommand } from '@auction/avro/lot-command';
import type { LimitCommand, LotCommand } from '@auction/avro/records';
import { topics } from '@auction/avro/topics';
import type { PipelineDriver } from '../pipeline-driver.ts';
import { aBid, opensAt, someSender } from './an-own-lot.ts';

export class LimitedDesk {
  readonly #driver: PipelineDriver;
  readonly #orgId: string;
  #count = 0;

  constructor(driver: PipelineDriver, orgId: string) {
    this.#driver = driver;
    this.#orgId = orgId;
  }

  send(command: LimitCommand): void {
    this.#driver.append(topics.limitsCommands, command.orgId, command);
    this.#driver.run();
  }

  /** @param credit major units of EUR; further ones by currency */
  limit(
    credit: number,
    lotsLedMax: number | null = null,
    more: Readonly<Record<string, number>> = {},
  ): void {
    this.#count += 1;
    const further = Object.entries(more).map(([currency, major]) => {
      return { currency, creditMinor: major * 100 };
    });
    const first = { creditMinor: credit * 100, currency: 'EUR' };
    const limits = { version: this.#count, ...first, lotsLedMax, further };
    this.send(limitCommand({ kind: 'SET_LIMITS', orgId: this.#orgId, limits }));
  }

  /** A proxy bid that was not sent. @param amount major units */
  command(lotId: string, amount: number): LotCommand {
    this.#count += 1;
    const sender = someSender({
      orgId: this.#orgId,
      clientId: 'desk',
      clientSeq: this.#count,
      receivedAt: opensAt,
    });
    const placeBid = aBid({ amountMinor: amount * 100 });
    const commandId = `${this.#orgId}${this.#count}`;
    return lotCommand({ commandId, lotId, kind: 'PLACE_BID', placeBid, sender });
  }

  /** @returns what the lot answered: the refusal's code, else the position; `again` after a repeat */
  take(command: LotCommand): string {
    const { topic, key, record } = commandRoute(command, { isLimited: true, currency: 'EUR' });
    this.#driver.appendBytes(topic, key, this.#encode(record));
    this.#driver.run();
    const letter = this.#driver
      .values(topics.lotsOutcomes)
      .find(({ commandId }) => commandId === command.commandId);
    const { code, position } = letter?.outcome ?? {};
    return [code ?? position ?? 'DONE', ...(letter?.isRepeat === true ? ['again'] : [])].join(' ');
  }

  bid(lotId: string, amount: number): string {
    return this.take(this.command(lotId, amount));
  }

  #encode(record: LimitCommand | LotCommand): Buffer {
    const { codecs } = this.#driver;
    return 'orgId' in record
      ? codecs.of(topics.limitsCommands).encode(record)
      : codecs.of(topics.lotsCommands).encode(record);
  }
}
