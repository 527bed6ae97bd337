/** Open sockets by the session they were opened by, so that they close when it ends. */
export class LiveSockets {
  readonly #bySession = new Map<string, Set<() => void>>();

  /**
   * @param session hex of the hash of its cookie
   * @param close called when the session ends
   * @returns to be called once, when the socket has closed
   */
  add(session: string, close: () => void): () => void {
    const sockets = this.#bySession.get(session) ?? new Set();
    this.#bySession.set(session, sockets.add(close));
    return () => {
      sockets.delete(close);
      if (sockets.size === 0 && this.#bySession.get(session) === sockets) {
        this.#bySession.delete(session);
      }
    };
  }

  /** The session has ended: its sockets close. */
  end(session: string): void {
    for (const close of [...(this.#bySession.get(session) ?? [])]) close();
  }

  get sessions(): string[] {
    return [...this.#bySession.keys()];
  }
}
