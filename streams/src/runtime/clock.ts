/** Time and waiting as an argument, so that tests can move it. */
export interface Clock {
  /** Epoch ms. */
  now(): number;
  /** Calls `ring` once after `delayMs`; what is returned takes it back. */
  after(delayMs: number, ring: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, ring) => {
    const timer = setTimeout(ring, delayMs);
    return () => clearTimeout(timer);
  },
};
