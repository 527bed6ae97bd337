/** Open sockets by the session they were opened by, so that they close when it ends. */

export interface SocketLimits {
  readonly perSession: number;
  readonly perAddress: number;
}

export class LiveSockets {
  readonly #bySession = new Map<string, Set<() => void>>();
  readonly #byAddress = new Map<string, number>();
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
    this.#count(address, 1);
    return () => {
      sockets.delete(close);
      if (sockets.size === 0 && this.#bySession.get(session) === sockets) {
        this.#bySession.delete(session);
      }
      this.#count(address, -1);
    };
  }

  #count(address: string, by: number): void {
    const count = (this.#byAddress.get(address) ?? 0) + by;
    if (count > 0) this.#byAddress.set(address, count);
    else this.#byAddress.delete(address);
  }

  /** The session has ended: its sockets close. */
  end(session: string): void {
    for (const close of [...(this.#bySession.get(session) ?? [])]) close();
  }

  get sessions(): string[] {
    return [...this.#bySession.keys()];
  }
}
