/** A server or service as the supervisor sees it: how to start, ask and stop it. */

/** Another operating-system user to run as (Postgres refuses root). */
export interface RunAs {
  readonly uid: number;
  readonly gid: number;
  /** Its folders lie below folders this user may not enter: hand it the right to pass them. */
  readonly mayPassFolders: boolean;
}

export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Names of secrets in the launcher's environment it may inherit; absent: none. */
  readonly secrets?: RegExp;
  readonly runAs?: RunAs;
  /** Yields the processor to processes of a lower number, 0 to 19; absent: 0. */
  readonly nice?: number;
}

/** With all on one box, history waits for the board and not the board for history. */
export const historyNice = 5;

/** What a healthy server says of itself. */
export interface Answer {
  readonly version?: string;
}

export interface Unit {
  readonly name: string;
  /** For people: `Kafka 4.4.0`. */
  readonly title: string;
  readonly kind: 'server' | 'service';
  readonly version: string;
  readonly port: number;
  /** Names of units that must be ready before this one can be. */
  readonly needs: readonly string[];
  /** Writes its configuration and says how to start it; called before every start. */
  readonly launch: () => Promise<Launch>;
  /** Asks it a real question; rejects while it cannot answer. */
  readonly ask: () => Promise<Answer>;
  /** Tells a hung process from a busy one; the question above where nothing is said. */
  readonly isAlive?: () => Promise<Answer>;
  /** Once per life, after the first answer and before it counts as ready. */
  readonly whenUp?: () => Promise<void>;
  readonly stopSignal: 'SIGTERM' | 'SIGINT';
  readonly stopWithinMs: number;
  readonly readyWithinMs: number;
}
