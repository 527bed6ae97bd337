/**
 * What a client has taken over, by its own acks: the socket's buffer hides a client that does not
 * read for many seconds. One probe at a time instead of a list of frames.
 */

interface Probe {
  /** Data frames sent when it was set. */
  readonly frames: number;
  readonly bytes: number;
  readonly sentAt: number;
}

export class Acks {
  #sentFrames = 0;
  #sentBytes = 0;
  /** Bytes known to be taken over. */
  #ackedBytes = 0;
  #probe: Probe | undefined;

  sent(bytes: number, nowMs: number): void {
    this.#sentFrames++;
    this.#sentBytes += bytes;
    this.#probe ??= { frames: this.#sentFrames, bytes: this.#sentBytes, sentAt: nowMs };
  }

  /** @param frames `n` of an ack: data frames taken over so far @returns false when it cannot be true */
  acked(frames: number, nowMs: number): boolean {
    if (frames > this.#sentFrames) return false;
    const probe = this.#probe;
    if (!probe || frames < probe.frames) return true;
    const isAll = frames === this.#sentFrames;
    this.#ackedBytes = isAll ? this.#sentBytes : probe.bytes;
    this.#probe = isAll
      ? undefined
      : { frames: this.#sentFrames, bytes: this.#sentBytes, sentAt: nowMs };
    return true;
  }

  /** Bytes sent and not known to be taken over; never less than it is. */
  get unackedBytes(): number {
    return this.#sentBytes - this.#ackedBytes;
  }

  /** Age of the probe, ms: about the oldest frame not known to be taken over; 0 when all is. */
  oldestMs(nowMs: number): number {
    return this.#probe ? nowMs - this.#probe.sentAt : 0;
  }
}
