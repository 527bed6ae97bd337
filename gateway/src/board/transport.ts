/** The socket, or whatever carries frames in tests. */
export interface Transport {
  send(data: string | Buffer, binary: boolean): void;
  close(code: number, reason: string): void;
  terminate(): void;
  ping(): void;
  /** Bytes not yet handed to the kernel. */
  readonly bufferedBytes: number;
}
