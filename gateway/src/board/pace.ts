/** How fast a client is served: what it asked for, unless its tab is hidden or it cannot keep up. */
import type { WindowMs } from './lane.ts';
import { rungOf, slowLimits } from './slow-ladder.ts';
import type { Reading, Rung } from './slow-ladder.ts';

export class Pace {
  isHidden = false;
  #rung: Rung = 'normal';
  /** When it last did not keep up, epoch ms. */
  #slowAt = -Infinity;

  get rung(): Rung {
    return this.#rung;
  }

  of(asked: WindowMs): WindowMs {
    if (this.isHidden) return 2_000;
    if (this.#rung !== 'throttled') return asked;
    return asked === 250 ? 500 : asked === 500 ? 1_000 : asked;
  }

  /**
   * Up the ladder at once; from throttled to normal only after a while of good behaviour.
   * @returns the rung before, when it has changed
   */
  judge(reading: Reading, nowMs: number): Rung | undefined {
    const rung = rungOf(reading);
    if (rung !== 'normal') this.#slowAt = nowMs;
    const was = this.#rung;
    const isEarly = was === 'throttled' && nowMs - this.#slowAt < slowLimits.recoverMs;
    if (rung === was || (rung === 'normal' && isEarly)) return undefined;
    this.#rung = rung;
    return was;
  }
}
