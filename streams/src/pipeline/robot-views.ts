/** What robots see: own lots by their rows, organisations' standings and outcomes by their letters. */
import type { Codec } from '@auction/avro/codec';
import type { LotOutcome } from '@auction/avro/records';
import { topics } from '@auction/avro/topics';
import { clientIdOf } from '../domain/robots/robot.ts';
import type { Answer, LotSight, LotView, RobotOrder } from '../domain/robots/robot.ts';
import { sightOf, standingAfter } from '../domain/robots/standing.ts';
import type { KnownStanding } from '../domain/robots/standing.ts';
import type { LogRecord } from '../runtime/log.ts';
import type { Codecs } from '../runtime/registry.ts';

const robotClient = clientIdOf('');

/** Nothing is forgotten but purged lots: letters of 30 days are what `lots.outcomes` holds. */
export class RobotViews {
  readonly #lotCodec: Codec<'Lot'>;
  readonly #letterCodec: Codec<'LotOutcome'>;
  readonly #lots = new Map<string, { readonly sight: LotSight; readonly seenAt: number }>();
  readonly #standings = new Map<string, Map<string, KnownStanding>>();
  /** By organisation and client id of a robot, then by lot: the same id of others means nothing. */
  readonly #answers = new Map<string, Map<string, Answer>>();
  unreadableCount = 0;

  constructor(codecs: Codecs) {
    this.#lotCodec = codecs.of(topics.lots);
    this.#letterCodec = codecs.of(topics.lotsOutcomes);
  }

  /** @param now when it was seen, servers' clock @returns the lot something is new about */
  see({ topic, key, value }: LogRecord, now: number): string | undefined {
    if (topic === topics.lots.name) return this.#seeRow(key, value, now);
    if (value === null) return undefined;
    const read = this.#letterCodec.decode(value);
    if (read.ok) return this.#seeLetter(read.value);
    this.unreadableCount += 1;
    return undefined;
  }

  #seeRow(lotId: string, value: Buffer | null, now: number): string | undefined {
    if (value === null) {
      this.#lots.delete(lotId);
      this.#standings.delete(lotId);
      return lotId;
    }
    const read = this.#lotCodec.decode(value);
    if (!read.ok) {
      this.unreadableCount += 1;
      return undefined;
    }
    const row = read.value;
    if (row.kind !== 'OWN' || row.version <= (this.#lots.get(lotId)?.sight.seq ?? 0)) {
      return undefined;
    }
    this.#lots.set(lotId, { sight: sightOf(row), seenAt: now });
    return lotId;
  }

  #seeLetter(letter: LotOutcome): string {
    const { lotId, toOrg, outcome, clientId, clientSeq } = letter;
    const standings = this.#standings.get(lotId) ?? new Map<string, KnownStanding>();
    this.#standings.set(lotId, standings);
    standings.set(toOrg, standingAfter(standings.get(toOrg), letter));
    if (outcome !== null && clientId.startsWith(robotClient)) {
      const sender = `${toOrg}/${clientId}`;
      const answers = this.#answers.get(sender) ?? new Map<string, Answer>();
      this.#answers.set(sender, answers);
      const { code, position, priceMinor, askMinor } = outcome;
      const before = answers.get(lotId)?.clientSeq ?? 0;
      // A number that was answered keeps its answer: STALE_SEQ comes when another bid had it before.
      if (clientSeq > before || (clientSeq === before && code !== 'STALE_SEQ')) {
        answers.set(lotId, { clientSeq, code, position, priceMinor, askMinor });
      }
    }
    return lotId;
  }

  look({ robotId, orgId }: RobotOrder, lotId: string): LotView {
    const lot = this.#lots.get(lotId);
    return {
      sight: lot?.sight,
      seenAt: lot?.seenAt ?? 0,
      standing: this.#standings.get(lotId)?.get(orgId),
      answer: this.#answers.get(`${orgId}/${clientIdOf(robotId)}`)?.get(lotId),
    };
  }
}
