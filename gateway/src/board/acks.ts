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
  /** Frame numbers of events not known to be taken over, rising. */
  readonly #events: number[] = [];

  sent(bytes: number, nowMs: number, isEvent = false): void {
    this.#sentFrames++;
    if (isEvent) this.#events.push(this.#sentFrames);
    this.#sentBytes += bytes;
    this.#probe ??= { frames: this.#sentFrames, bytes: this.#sentBytes, sentAt: nowMs };
  }

  /** @param frames `n` of an ack: data frames taken over so far @returns false when it cannot be true */
  acked(frames: number, nowMs: number): boolean {
    if (frames > this.#sentFrames) return false;
    const firstLeft = this.#events.findIndex((number) => number > frames);
    this.#events.splice(0, firstLeft === -1 ? this.#events.length : firstLeft);
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

  get unackedEvents(): number {
    return this.#events.length;
  }

  /** Age of the probe, ms: about the oldest frame not known to be taken over; 0 when all is. */
  oldestMs(nowMs: number): number {
    return this.#probe ? nowMs - this.#probe.sentAt : 0;
  }
}
