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
  readonly #countByUser = new Map<string, number>();
  readonly #limits: SocketLimits;

  constructor(limits: SocketLimits) {
    this.#limits = limits;
  }

  /** Which limit one more socket would break, before it is added. */
  fullFor({ session, address }: SocketOwner): 'ADDRESS' | 'SESSION' | undefined {
    if ((this.#countByAddress.get(address) ?? 0) >= this.#limits.socketsPerAddress)
      return 'ADDRESS';
    if ((this.#bySession.get(session)?.size ?? 0) >= this.#limits.socketsPerUser) return 'SESSION';
    return undefined;
  }

  /**
   * A socket turns out to be this user's, who may have several sessions: they count together.
   * @returns to be called once, when it has closed; undefined: the user has too many already
   */
  addOfUser(userId: string): (() => void) | undefined {
    if ((this.#countByUser.get(userId) ?? 0) >= this.#limits.socketsPerUser) return undefined;
    count(this.#countByUser, userId, 1);
    return () => count(this.#countByUser, userId, -1);
  }

  add({ session, address }: SocketOwner, socket: Socket): void {
    const sockets = this.#bySession.get(session) ?? new Set();
    this.#bySession.set(session, sockets.add(socket));
    count(this.#countByAddress, address, 1);
  }

  /** Counts a socket down; once per socket added, with the same owner. */
  remove({ session, address }: SocketOwner, socket: Socket): void {
    const sockets = this.#bySession.get(session);
    if (!sockets?.delete(socket)) return;
    if (sockets.size === 0) this.#bySession.delete(session);
    count(this.#countByAddress, address, -1);
  }
}

function count(counts: Map<string, number>, name: string, by: number): void {
  const left = (counts.get(name) ?? 0) + by;
  if (left > 0) counts.set(name, left);
  else counts.delete(name);
}
