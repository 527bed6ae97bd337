/** A TCP proxy whose connections a test can cut, for servers that have no command to do so. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface CutProxy {
  readonly port: number;
  /** Cuts all connections at once; new ones are let through. */
  readonly cut: () => void;
  readonly close: () => Promise<void>;
}

/** @param target `host:port` of the real server */
export async function openCutProxy(target: string): Promise<CutProxy> {
  const { hostname, port } = new URL(`tcp://${target}`);
  const sockets = new Set<Socket>();
  const server = createServer((inward) => {
    const outward = connect(Number(port), hostname);
    for (const [from, to] of [
      [inward, outward],
      [outward, inward],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port, // a TCP server's address is no pipe's
    cut,
    close: async () => {
      server.close();
      cut();
      await once(server, 'close');
    },
  };
}
