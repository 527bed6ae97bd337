/**
 * Letters of the resolver as they arrive at this gateway: each command that waits here gets its
 * outcome. One follower a gateway, from the end; what came before is in Postgres.
 */
import type { LotOutcome } from '@auction/avro/records';
import { topics } from '@auction/avro/topics';
import type { Following, Log } from '@auction/streams/runtime/log';
import type { Codecs } from '@auction/streams/runtime/registry';

/** A command's outcome on its way. */
export interface Awaited {
  /** undefined: not within the time. Never rejects. */
  readonly letter: Promise<LotOutcome | undefined>;
  /** Nobody waits any more. */
  drop(): void;
}

export class LotLetters {
  readonly #waiting = new Map<string, (letter: LotOutcome | undefined) => void>();

  /** Call before the command is written: its outcome may come first. */
  expect(commandId: string, withinMs: number): Awaited {
    let settle: (letter: LotOutcome | undefined) => void = () => undefined;
    const letter = new Promise<LotOutcome | undefined>((resolve) => {
      const timer = setTimeout(() => settle(undefined), withinMs);
      settle = (come) => {
        clearTimeout(timer);
        this.#waiting.delete(commandId);
        resolve(come);
      };
    });
    this.#waiting.set(commandId, settle);
    return { letter, drop: () => settle(undefined) };
  }

  /** A letter has come; most are for commands that wait at another gateway. */
  take(letter: LotOutcome): void {
    if (letter.commandId !== null) this.#waiting.get(letter.commandId)?.(letter);
  }
}

/** What the event lane wants to know of the letters. */
export interface LetterEvents {
  /** @param ends next offset per partition where reading begins */
  startAt(ends: readonly number[]): void;
  take(letter: LotOutcome, partition: number, offset: number): void;
  advance(partition: number, next: number): void;
}

export interface FollowLetters {
  readonly log: Log;
  readonly codecs: Codecs;
  readonly letters: LotLetters;
  /** Told of every letter with its place in the log. */
  readonly events: LetterEvents;
  readonly onTrouble: (error: Error) => void;
  /** A record that cannot be read: whoever waits for it is told 202. */
  readonly onUnreadable: (topic: string, detail: string) => void;
}

/** @throws when the broker does not say where the topic ends */
export async function followLetters(options: FollowLetters): Promise<Following> {
  const { log, codecs, letters, events, onTrouble, onUnreadable } = options;
  const codec = codecs.of(topics.lotsOutcomes);
  const ends = await log.ends(topics.lotsOutcomes.name);
  events.startAt(ends);
  return log.follow({
    topics: [topics.lotsOutcomes],
    from: (_topic, partition) => ends[partition],
    onTrouble,
    async onBatch(batch) {
      await codecs.learnFrom(batch.topic, batch.records);
      for (const { value, partition, offset } of batch.records) {
        if (value === null) continue;
        const read = codec.decode(value);
        if (read.ok) {
          letters.take(read.value);
          events.take(read.value, partition, offset);
        } else onUnreadable(batch.topic, read.detail);
      }
      events.advance(batch.partition, batch.next);
    },
  });
}
