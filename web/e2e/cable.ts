import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A cable between the browser and the instance that can be pulled and put back. */
export class Cable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isPulled = false;

  private constructor(host: string, port: number) {
    this.#server = createServer((near) => {
      if (this.#isPulled) {
        near.destroy();
        return;
      }
      const far = connect(port, host);
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(from);
        from.on('close', () => {
          this.#sockets.delete(from);
          to.destroy();
        });
        from.on('error', () => to.destroy());
        from.pipe(to);
      }
    });
  }

  /** @param url the instance the cable leads to */
  static async to(url: string): Promise<Cable> {
    const { hostname, port } = new URL(url);
    const cable = new Cable(hostname, Number(port || 80));
    await new Promise<void>((resolve) => cable.#server.listen(0, '127.0.0.1', resolve));
    return cable;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  pull(): void {
    this.#isPulled = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  plugIn(): void {
    this.#isPulled = false;
  }

  async close(): Promise<void> {
    this.pull();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
