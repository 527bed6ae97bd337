/**
 * Strategy robots on the event lane: their owners are told when one starts, pauses, stops or is
 * over, and when it holds back for good reasons. Bids of robots come as everybody's: by letters.
 */
import type { RobotDeed, RobotState } from '@auction/avro/records';
import { topics } from '@auction/avro/topics';
import type { Following, Log } from '@auction/streams/runtime/log';
import type { Codecs } from '@auction/streams/runtime/registry';
import type { OwnEvent } from './own-event.ts';

/** Changes of a robot's state; what it bids, and what became of that, the letters tell. */
const told: ReadonlySet<RobotDeed['kind']> = new Set([
  'ARMED',
  'CHANGED',
  'PAUSED',
  'RESUMED',
  'HALTED',
  'STOPPED',
  'HELD_BACK',
  'LOT_OVER',
  'DONE',
  'FAILED',
]);

/** Robots of whom it is remembered how much was told; the oldest is forgotten first. */
const knownMax = 10_000;

/** What of a robot's deeds is news. Knows how far each robot's were told. */
export class RobotNews {
  readonly #beganAt: number;
  readonly #told = new Map<string, number>();

  /** @param beganAt what was done before is no news, epoch ms */
  constructor(beganAt: number) {
    this.#beganAt = beganAt;
  }

  /**
   * No amount stands in an event: caps and bids are read in the robot's own list.
   * @returns oldest first; nothing a second time
   */
  of({ robotId, deeds }: RobotState): OwnEvent[] {
    const before = this.#told.get(robotId);
    const fresh = deeds.filter(({ number, at }) =>
      before === undefined ? at >= this.#beganAt : number > before,
    );
    this.#keep(robotId, deeds.at(-1)?.number ?? before ?? 0);
    return fresh
      .filter(({ kind }) => told.has(kind))
      .map(({ number, kind, at, lotId, reason }) => ({
        id: `r-${robotId}-${number}`,
        kind: 'robot' as const,
        ...(lotId === null ? {} : { lot: lotId }),
        at,
        data: { robotId, deed: kind, ...(reason === null ? {} : { reason }) },
        side: 'BUYING' as const,
      }));
  }

  #keep(robotId: string, number: number): void {
    this.#told.delete(robotId);
    this.#told.set(robotId, number);
    const [oldest] = this.#told.keys();
    if (this.#told.size > knownMax && oldest !== undefined) this.#told.delete(oldest);
  }
}

/** What the event lane wants to know of the robots. */
export interface RobotListener {
  startAt(ends: readonly number[], first: number): void;
  tell(organisationId: string, event: OwnEvent, source: number, offset: number): void;
  advance(source: number, next: number): void;
}

export interface FollowRobots {
  readonly log: Log;
  readonly codecs: Codecs;
  readonly events: RobotListener;
  /** Epoch ms. */
  readonly now: () => number;
  readonly onTrouble: (error: Error) => void;
  readonly onUnreadable: (topic: string, detail: string) => void;
}

/** Place of the robots' partitions among the sources of the lane: after those of the letters. */
export const robotSource = topics.lotsOutcomes.partitions;
/** Partitions of everything the lane reads. */
export const eventSourceCount = robotSource + topics.robots.partitions;

/** @throws when the broker does not say where the topic ends */
export async function followRobots(options: FollowRobots): Promise<Following> {
  const { log, codecs, events, now, onTrouble, onUnreadable } = options;
  const codec = codecs.of(topics.robots);
  const news = new RobotNews(now());
  const ends = await log.ends(topics.robots.name);
  events.startAt(ends, robotSource);
  return log.follow({
    topics: [topics.robots],
    from: (_topic, partition) => ends[partition],
    onTrouble,
    async onBatch({ topic, partition, records, next }) {
      await codecs.learnFrom(topic, records);
      for (const { value, offset } of records) {
        if (value === null) continue;
        const read = codec.decode(value);
        if (!read.ok) {
          onUnreadable(topic, read.detail);
          continue;
        }
        for (const event of news.of(read.value)) {
          events.tell(read.value.orgId, event, robotSource + partition, offset);
        }
      }
      events.advance(robotSource + partition, next);
    },
  });
}
