/**
 * Which sockets are open, under which session and from which address: what the limits count and what
 * a sweep closes when a session has ended.
 */

export interface SocketOwner {
  /** Name of the session; not the cookie itself. */
  readonly session: string;
  readonly address: string;
}

export interface SocketLimits {
  readonly socketsPerUser: number;
  readonly socketsPerAddress: number;
}

export class OpenSockets<Socket> {
  readonly #bySession = new Map<string, Set<Socket>>();
  readonly #countByAddress = new Map<string, number>();
  readonly #limits: SocketLimits;

  constructor(limits: SocketLimits) {
    this.#limits = limits;
  }

  /** Sessions that have a socket open. */
  get sessions(): string[] {
    return [...this.#bySession.keys()];
  }

  of(session: string): readonly Socket[] {
    return [...(this.#bySession.get(session) ?? [])];
  }

  /** Which limit one more socket would break, before it is added. */
  fullFor({ session, address }: SocketOwner): 'ADDRESS' | 'SESSION' | undefined {
    if ((this.#countByAddress.get(address) ?? 0) >= this.#limits.socketsPerAddress)
      return 'ADDRESS';
    if ((this.#bySession.get(session)?.size ?? 0) >= this.#limits.socketsPerUser) return 'SESSION';
    return undefined;
  }

  add({ session, address }: SocketOwner, socket: Socket): void {
    const sockets = this.#bySession.get(session) ?? new Set();
    this.#bySession.set(session, sockets.add(socket));
    this.#countByAddress.set(address, (this.#countByAddress.get(address) ?? 0) + 1);
  }

  /** Counts a socket down; once per socket added, with the same owner. */
  remove({ session, address }: SocketOwner, socket: Socket): void {
    const sockets = this.#bySession.get(session);
    if (!sockets?.delete(socket)) return;
    if (sockets.size === 0) this.#bySession.delete(session);
    const left = (this.#countByAddress.get(address) ?? 0) - 1;
    if (left > 0) this.#countByAddress.set(address, left);
    else this.#countByAddress.delete(address);
  }
}
