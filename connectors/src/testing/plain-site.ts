/** A web server that answers as it is told, and remembers what it was asked. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface PlainSite {
  readonly url: string;
  /** Headers of the requests so far. */
  readonly asked: readonly IncomingHttpHeaders[];
  close(): Promise<void>;
}

export async function startPlainSite(
  answer: (response: ServerResponse, request: IncomingMessage) => void,
): Promise<PlainSite> {
  const asked: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers);
    answer(response, request);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
