/** Everything the feed needs of the world; the worker gives the browser's, a spec its own. */

export interface FeedSocket {
  send(text: string): void;
  close(): void;
}

export interface SocketEvents {
  opened(): void;
  text(text: string): void;
  binary(bytes: ArrayBuffer): void;
  closed(code: number): void;
}

/** `status` is the HTTP status of a refusal; null when no answer came at all. */
export type TicketResult =
  | { readonly ok: true; readonly ticket: string }
  | { readonly ok: false; readonly status: number | null };

export interface FeedPorts {
  /** Epoch ms by our clock. */
  now(): number;
  /** Uniform in [0, 1). */
  random(): number;
  /** Runs once after a delay in ms. @returns a function that cancels it */
  schedule(run: () => void, delayMs: number): () => void;
  openSocket(events: SocketEvents): FeedSocket;
  /** Undoes raw deflate. @throws when the bytes are none */
  inflate(bytes: ArrayBuffer): Promise<string>;
  getTicket(): Promise<TicketResult>;
  /** Renews the visitor's session. @returns whether that worked */
  signIn(): Promise<boolean>;
}
