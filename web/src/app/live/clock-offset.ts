/** One answer to a `ping`: how long it took and how far the server's clock was ahead. */
export interface ClockSample {
  readonly roundTripMs: number;
  readonly offsetMs: number;
}

/** Samples that are compared; older ones are forgotten, so that a drifting clock is followed. */
const SAMPLES_MAX = 8;

/**
 * @param sentAt epoch ms by our clock when the `ping` left
 * @param receivedAt epoch ms by our clock when the `pong` came
 * @param serverNow epoch ms by the server's clock when it answered
 * @returns the sample, taking both ways as equally long
 */
export function clockSample(sentAt: number, receivedAt: number, serverNow: number): ClockSample {
  const roundTripMs = Math.max(0, receivedAt - sentAt);
  return { roundTripMs, offsetMs: serverNow - (sentAt + roundTripMs / 2) };
}

/** The last samples with one more, oldest first. */
export function withSample(
  samples: readonly ClockSample[],
  sample: ClockSample,
): readonly ClockSample[] {
  return [...samples, sample].slice(-SAMPLES_MAX);
}

/**
 * How far the server's clock is ahead of ours: the sample with the shortest round trip is the least
 * disturbed one.
 * @returns milliseconds to add to our clock; 0 without a sample
 */
export function clockOffsetMs(samples: readonly ClockSample[]): number {
  let best: ClockSample | undefined;
  for (const sample of samples) {
    if (best === undefined || sample.roundTripMs < best.roundTripMs) best = sample;
  }
  return best === undefined ? 0 : Math.round(best.offsetMs);
}
