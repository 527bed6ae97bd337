/** Open sockets by the session they were opened by, so that they close when it ends. */

export interface SocketLimits {
  /** Of one session, and of one user over all sessions. */
  readonly perSession: number;
  readonly perAddress: number;
}

export class LiveSockets {
  readonly #bySession = new Map<string, Set<() => void>>();
  readonly #byAddress = new Map<string, number>();
  readonly #byUser = new Map<string, number>();
  readonly #limits: SocketLimits;

  constructor(limits: SocketLimits) {
    this.#limits = limits;
  }

  /** @param session hex of the hash of its cookie */
  hasRoom(session: string, address: string): boolean {
    const { perSession, perAddress } = this.#limits;
    const ofSession = this.#bySession.get(session)?.size ?? 0;
    return ofSession < perSession && (this.#byAddress.get(address) ?? 0) < perAddress;
  }

  /**
   * @param close called when the session ends
   * @returns to be called once, when the socket has closed
   */
  add(session: string, address: string, close: () => void): () => void {
    const sockets = this.#bySession.get(session) ?? new Set();
    this.#bySession.set(session, sockets.add(close));
    count(this.#byAddress, address, 1);
    return () => {
      sockets.delete(close);
      if (sockets.size === 0 && this.#bySession.get(session) === sockets) {
        this.#bySession.delete(session);
      }
      count(this.#byAddress, address, -1);
    };
  }

  /**
   * A socket turns out to be this user's.
   * @returns to be called once, when it has closed; undefined: the user has too many already
   */
  addOfUser(userId: string): (() => void) | undefined {
    if ((this.#byUser.get(userId) ?? 0) >= this.#limits.perSession) return undefined;
    count(this.#byUser, userId, 1);
    return () => count(this.#byUser, userId, -1);
  }

  /** The session has ended: its sockets close. */
  end(session: string): void {
    for (const close of [...(this.#bySession.get(session) ?? [])]) close();
  }

  get sessions(): string[] {
    return [...this.#bySession.keys()];
  }
}

function count(counts: Map<string, number>, of: string, by: number): void {
  const now = (counts.get(of) ?? 0) + by;
  if (now > 0) counts.set(of, now);
  else counts.delete(of);
}
