/** Bodies that take their time: on a slow line where files are taken, and nowhere else. */
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import Fastify from 'fastify';
import { limitBodies } from './body-deadline.ts';

const usualMs = 200;

async function server() {
  const app = Fastify();
  limitBodies(app, usualMs);
  app.post('/usual', () => ({ ok: true }));
  app.post('/files', { handlerTimeout: 60_000 }, (request) => request.body);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo; // a TCP server that listens has one
  return { app, port };
}

interface Sending {
  readonly socket: Socket;
  readonly answer: Promise<string>;
}

/** Sends a head and the first bytes of a body of JSON; the rest is the caller's. */
function begin(port: number, path: string, length: number, first: string): Sending {
  const socket = connect(port, '127.0.0.1');
  const answer = new Promise<string>((resolve, reject) => {
    let text = '';
    socket.on('data', (data: Buffer) => {
      text += data.toString();
      if (text.includes('\r\n\r\n')) resolve(text);
    });
    socket.once('close', () => resolve(text));
    socket.once('error', reject);
  });
  const head = [
    `POST ${path} HTTP/1.1`,
    'host: local',
    'content-type: application/json',
    `content-length: ${length}`,
  ].join('\r\n');
  socket.write(`${head}\r\n\r\n${first}`);
  return { socket, answer };
}

test('a slow body is cut where none is expected, and taken where files are', async () => {
  const { app, port } = await server();
  const body = JSON.stringify({ file: 'a' });
  const slow = begin(port, '/files', body.length, body.slice(0, 3));
  const usual = begin(port, '/usual', body.length, body.slice(0, 3));
  // The other one began earlier and has been on its way for longer.
  expect(await usual.answer).toMatch(/^HTTP\/1\.1 408 /);
  slow.socket.write(body.slice(3));
  expect(await slow.answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*\{"file":"a"\}/);
  slow.socket.destroy();
  await app.close();
});

test('who has sent everything is not cut while the answer is being made', async () => {
  const app = Fastify();
  limitBodies(app, usualMs);
  let answerNow = (): void => undefined;
  const held = new Promise<void>((resolve) => (answerNow = resolve));
  app.post('/usual', async (request) => {
    await held;
    return request.body;
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo; // a TCP server that listens has one
  const whole = begin(port, '/usual', 2, '{}');
  // Longer than the deadline; nothing tells that a timer did not ring.
  await new Promise((resolve) => setTimeout(resolve, 3 * usualMs));
  answerNow();
  expect(await whole.answer).toMatch(/^HTTP\/1\.1 200 /);
  whole.socket.destroy();
  await app.close();
});
