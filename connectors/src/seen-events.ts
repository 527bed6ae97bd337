/** Which events were published already, and since when a replay must ask: kept over restarts as text. */
import { hash } from 'node:crypto';
import { z } from 'zod';

/** Pushes come twice within a minute or so; older doubles cost a question and nothing more. */
const keptMax = 1_000;
const hashLength = 11; // 66 bits of base64url
const saved = z.object({ since: z.number(), seen: z.array(z.string()) });

export class SeenEvents {
  readonly #seen: Set<string>;
  #since: number;

  private constructor(since: number, seen: readonly string[]) {
    this.#since = since;
    this.#seen = new Set(seen);
  }

  /** @param text of `text`; null or of another form: begins now @param now epoch ms */
  static from(text: string | null, now: number): SeenEvents {
    try {
      const { since, seen } = saved.parse(JSON.parse(text ?? 'null'));
      return new SeenEvents(since, seen);
    } catch {
      return new SeenEvents(now, []); // a site never seen: its whole list comes by a poll
    }
  }

  /** Everything that happened before, epoch ms, is known. */
  get since(): number {
    return this.#since;
  }

  has(id: string): boolean {
    return this.#seen.has(shortOf(id));
  }

  add(id: string): void {
    this.#seen.add(shortOf(id));
    if (this.#seen.size <= keptMax) return;
    for (const oldest of this.#seen) {
      this.#seen.delete(oldest);
      return;
    }
  }

  /** A replay has told all that happened before this instant, epoch ms. */
  replayedUntil(at: number): void {
    this.#since = Math.max(this.#since, at);
  }

  text(): string {
    return JSON.stringify({ since: this.#since, seen: [...this.#seen] });
  }
}

const shortOf = (id: string): string => hash('sha256', id, 'base64url').slice(0, hashLength);
