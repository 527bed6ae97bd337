/** Whether and when a child that died is started again. Pure. */

/** Deaths in a row before the child was ready, after which everything is stopped. */
export const earlyDeathsMax = 5;
const longestWaitMs = 30_000;

export interface Death {
  /** It had answered its question since its last start. */
  readonly wasReady: boolean;
  /** Something it cannot live without was down when it died: not its own fault, not counted. */
  readonly needsDown: boolean;
}

export type AfterDeath =
  | { readonly action: 'restart'; readonly afterMs: number; readonly earlyDeaths: number }
  | { readonly action: 'give-up'; readonly earlyDeaths: number };

/**
 * @param earlyDeaths deaths in a row before ready, this one not included
 * @returns wait 1, 2, 4 ... 30 s; 1 s after a life that had become ready or when a need was down
 */
export function afterDeath(earlyDeaths: number, death: Death): AfterDeath {
  if (death.wasReady) return { action: 'restart', afterMs: 1000, earlyDeaths: 0 };
  if (death.needsDown) return { action: 'restart', afterMs: 1000, earlyDeaths };
  const counted = earlyDeaths + 1;
  if (counted >= earlyDeathsMax) return { action: 'give-up', earlyDeaths: counted };
  const afterMs = Math.min(1000 * 2 ** (counted - 1), longestWaitMs);
  return { action: 'restart', afterMs, earlyDeaths: counted };
}
