/** What outlives a restart of the simulator: which market it shows, since when, and its clock. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Market } from '@auction/streams/simulation/market';
import { z } from 'zod';

export interface WorldOptions {
  readonly folder: string;
  readonly seed: number;
  readonly lotCount: number;
  /** Epoch ms of the machine. */
  readonly now: () => number;
}

const saved = z.object({
  seed: z.number(),
  lotCount: z.number(),
  startedAt: z.number(),
  /** Market time less machine time, ms. */
  offsetMs: z.number(),
  lastSeenAt: z.number(),
});
type Saved = z.infer<typeof saved>;

const dayMs = 86_400_000;
/** After a longer sleep the market goes on where it was, instead of having lost a third of its lots. */
const sleepMaxMs = dayMs;

export class World {
  readonly market: Market;
  readonly #path: string;
  readonly #now: () => number;
  #saved: Saved;
  /** Market time stands still at this instant; null: it runs. */
  #stoppedAt: number | null = null;

  private constructor(path: string, state: Saved, now: () => number) {
    this.#path = path;
    this.#now = now;
    this.#saved = state;
    const { seed, lotCount, startedAt } = state;
    this.market = new Market({ seed, lotCount, startedAt });
  }

  /** The saved world when it has this seed and size, else a new one. */
  static open({ folder, seed, lotCount, now }: WorldOptions): World {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, 'world.json');
    const before = savedWorld(path);
    const isSame = before?.seed === seed && before.lotCount === lotCount;
    // Of the day, so that simulators first started on one day show one and the same world.
    const startedAt = Math.floor(now() / dayMs) * dayMs;
    const fresh = { seed, lotCount, startedAt, offsetMs: 0, lastSeenAt: now() };
    const world = new World(path, isSame ? rested(before, now()) : fresh, now);
    world.save();
    return world;
  }

  /** Market time, epoch ms. */
  now(): number {
    return this.#stoppedAt ?? this.#now() + this.#saved.offsetMs;
  }

  /** Moves market time forward, ms. */
  advance(ms: number): void {
    if (this.#stoppedAt !== null) this.#stoppedAt += ms;
    else this.#saved = { ...this.#saved, offsetMs: this.#saved.offsetMs + ms };
    this.save();
  }

  /** Stops market time, or lets it go on from where it stands. */
  setRunning(isRunning: boolean): void {
    if (isRunning && this.#stoppedAt !== null) {
      this.#saved = { ...this.#saved, offsetMs: this.#stoppedAt - this.#now() };
      this.#stoppedAt = null;
    } else if (!isRunning) {
      this.#stoppedAt ??= this.now();
    }
    this.save();
  }

  save(): void {
    this.#saved = { ...this.#saved, lastSeenAt: this.#now() };
    writeFileSync(`${this.#path}.new`, JSON.stringify(this.#saved));
    renameSync(`${this.#path}.new`, this.#path);
  }
}

function rested(state: Saved, now: number): Saved {
  const sleptMs = now - state.lastSeenAt;
  if (sleptMs <= sleepMaxMs) return state;
  return { ...state, startedAt: state.startedAt + Math.floor(sleptMs / dayMs) * dayMs };
}

function savedWorld(path: string): Saved | undefined {
  try {
    return saved.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined; // nothing there, or of another version: a new world begins
  }
}
