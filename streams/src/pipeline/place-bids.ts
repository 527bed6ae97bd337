/** placements.commands -> placements: the placement's state machine. What it asks for, `placement-runner.ts` does. */
import type { Codec } from '@auction/avro/codec';
import { topics } from '@auction/avro/topics';
import { decide } from '../domain/placement/decide.ts';
import type { LogRecord } from '../runtime/log.ts';
import type { Output, Processor, Task } from '../runtime/processor.ts';
import type { Codecs } from '../runtime/registry.ts';
import { positionsIn } from './positions.ts';
import { StoredValues } from './stored-values.ts';

export const placementKey = (of: { readonly orgId: string; readonly lotId: string }): string =>
  `${of.orgId}/${of.lotId}`;

export function placeBids(codecs: Codecs): Processor {
  return {
    name: 'place-bids',
    inputs: [topics.placementsCommands],
    state: topics.placements,
    outputs: [],
    plainOutputs: [],
    stateVersion: 1,
    ...positionsIn(codecs.of(topics.placements)),
    createTask: () => new PlacementTask(codecs),
  };
}

class PlacementTask implements Task {
  readonly #codec: Codec<'PlacementCommand'>;
  readonly #stored: StoredValues<'PlacementState'>;
  #idleCount = 0;

  constructor(codecs: Codecs) {
    this.#codec = codecs.of(topics.placementsCommands);
    this.#stored = new StoredValues(topics.placements, codecs);
  }

  restore(key: string, value: Buffer | null): void {
    this.#stored.restore(key, value);
  }

  resume(): Readonly<Record<string, number>> {
    return {};
  }

  /** Nothing lives in memory alone. */
  replay(): void {
    return;
  }

  memo(): null {
    return null;
  }

  stats(): Readonly<Record<string, number>> {
    return { placements: this.#stored.size, idleCommands: this.#idleCount };
  }

  process(record: LogRecord, output: Output): void {
    const decoded = this.#codec.decode(record.value);
    if (!decoded.ok) {
      output.dead(record, `${decoded.reason}: ${decoded.detail}`);
      return;
    }
    const command = decoded.value;
    const key = placementKey(command);
    if (key !== record.key) {
      output.dead(record, 'WRONG_KEY: the command is about another placement');
    } else if (command.kind === 'UNKNOWN') {
      output.dead(record, 'UNKNOWN_KIND: written by a newer program');
    } else {
      const entry = decide(this.#stored.get(key)?.entry ?? undefined, command);
      if (entry) this.#stored.put(key, { position: null, entry }, output);
      else this.#idleCount += 1;
    }
  }
}
