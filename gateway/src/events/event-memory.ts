/**
 * Events of the last minutes by organisation, with their place in the log: what a socket that comes
 * back has missed. Knows for each organisation from where on it has everything.
 */
import type { OwnEvent } from './own-event.ts';

export interface Kept {
  readonly event: OwnEvent;
  readonly partition: number;
  readonly offset: number;
  /** When it came here, epoch ms. */
  readonly atMs: number;
}

interface OfOrganisation {
  /** Oldest first. */
  events: Kept[];
  /** Next offset per partition from which on nothing is missing. */
  readonly from: number[];
}

export interface Missed {
  readonly events: readonly Kept[];
  /** false: there were others, which are not in memory any more. */
  readonly isComplete: boolean;
}

export const keptMs = 600_000;
export const keptMax = 10_000;
/** So many more before some are forgotten: each time costs a copy of what stays. */
const slack = 1_000;

export class EventMemory {
  readonly #start: readonly number[];
  readonly #organisations = new Map<string, OfOrganisation>();

  /** @param start next offset per partition where this gateway began to read */
  constructor(start: readonly number[]) {
    this.#start = start;
  }

  keep(organisationId: string, kept: Kept): void {
    const known = this.#organisations.get(organisationId) ?? {
      events: [],
      from: [...this.#start],
    };
    this.#organisations.set(organisationId, known);
    known.events.push(kept);
    const over = known.events.length - keptMax;
    if (over > slack) forget(known, over);
  }

  /** @param positions next offset per partition, as the reader's cursor says */
  since(organisationId: string, positions: readonly number[]): Missed {
    const known = this.#organisations.get(organisationId);
    const from = known?.from ?? this.#start;
    const events = (known?.events ?? []).filter(
      ({ partition, offset }) => offset >= (positions[partition] ?? 0),
    );
    const isComplete = from.every((first, partition) => (positions[partition] ?? 0) >= first);
    return { events, isComplete };
  }

  /** Forgets what is older than ten minutes. */
  tidy(nowMs: number): void {
    for (const known of this.#organisations.values()) {
      const firstKept = known.events.findIndex(({ atMs }) => atMs > nowMs - keptMs);
      forget(known, firstKept === -1 ? known.events.length : firstKept);
    }
  }
}

function forget(known: OfOrganisation, count: number): void {
  for (const { partition, offset } of known.events.slice(0, count))
    known.from[partition] = offset + 1;
  known.events = known.events.slice(count);
}
