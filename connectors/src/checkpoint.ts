/** What a connector must not forget: kept on `connectors.state`, one record per site. */
import type { ConnectorState } from '@auction/avro/records';
import { topics } from '@auction/avro/topics';
import type { Site } from '@auction/avro/topics';
import type { Log, Producer } from '@auction/streams/runtime/log';
import type { Codecs } from '@auction/streams/runtime/registry';
import { lastRecord } from './last-record.ts';

const beginning = (site: Site): ConnectorState => ({
  site,
  sequence: 0,
  etag: null,
  lastModified: null,
  sha256: null,
  rows: 0,
  observedAt: null,
  newestUpdateAt: null,
  heldSha256: null,
  heldRows: 0,
  cursor: null,
});

export class Checkpoint {
  #state: ConnectorState;
  readonly #producer: Producer;
  readonly #codecs: Codecs;

  private constructor(state: ConnectorState, producer: Producer, codecs: Codecs) {
    this.#state = state;
    this.#producer = producer;
    this.#codecs = codecs;
  }

  /** Restores what the last run left; a site never seen begins at sequence 0. */
  static async open(log: Log, producer: Producer, codecs: Codecs, site: Site): Promise<Checkpoint> {
    const state = await lastRecord(log, codecs, topics.connectorsState, site);
    return new Checkpoint(state ?? beginning(site), producer, codecs);
  }

  get state(): ConnectorState {
    return this.#state;
  }

  /**
   * Takes the next sequence number. It is written before the snapshot begins, so that a snapshot
   * cut off by a crash can never share its number with the next one.
   */
  async nextSequence(): Promise<number> {
    await this.save({ sequence: this.#state.sequence + 1 });
    return this.#state.sequence;
  }

  /** Resolves when the change is written by all replicas. */
  async save(change: Partial<ConnectorState>): Promise<void> {
    const state = { ...this.#state, ...change };
    const value = this.#codecs.of(topics.connectorsState).encode(state);
    await this.#producer.send([{ topic: topics.connectorsState.name, key: state.site, value }]);
    await this.#producer.flush();
    this.#state = state;
  }
}
