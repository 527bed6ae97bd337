/** How long a request's body may take on its way: seconds everywhere, minutes where files are sent over slow lines. */
import { Socket } from 'node:net';
import type { App } from './app-types.ts';

/** Of a route that says nothing else, ms. */
export const bodyMs = 30_000;
/** Of a route that takes a file, ms: 8 MB over a line of 128 kbit/s. */
export const uploadMs = 600_000;
/** Of a whole feed file, from its first byte to the last line of its progress, ms. */
export const importMs = 1_800_000;

const tooLate = 'HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n';

/**
 * Ends requests whose body is not there in time, with 408. A route with a longer `handlerTimeout` gives its body as
 * long. Fastify's own `requestTimeout` is one for the whole server, and so must be the longest.
 */
export function limitBodies(app: App, usualMs = bodyMs): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const { raw, headers } = request;
    // Nothing is on its way with any other: a socket's handshake never ends as a request.
    const hasBody = 'content-length' in headers || 'transfer-encoding' in headers;
    if (!hasBody) {
      done();
      return;
    }
    const withinMs = Math.max(usualMs, request.routeOptions.handlerTimeout);
    const timer = setTimeout(() => {
      if (!raw.complete && raw.socket instanceof Socket)
        raw.socket.end(tooLate, () => raw.socket.destroy());
    }, withinMs);
    timer.unref();
    for (const event of ['end', 'close'] as const) raw.once(event, () => clearTimeout(timer));
    done();
  });
}
