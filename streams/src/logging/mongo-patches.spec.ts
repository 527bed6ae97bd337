import { EventEmitter } from 'node:events';
import { connectionClass, patchMongo } from './mongo-patches.ts';

/** A connection whose socket is destroyed and has not said so yet, as far as a write needs one. */
function dyingConnection() {
  const socket = Object.assign(new EventEmitter(), { write: (): boolean => false });
  return Object.assign(new EventEmitter(), {
    ...{ socket, address: '127.0.0.1:1', error: new Error('connection 1 closed') },
  });
}
const command = { toBin: () => Promise.resolve([Buffer.from('hello')]) };

/** How a write to it ends when the connection closes meanwhile. */
async function writtenWhileClosing(): Promise<string> {
  const connection = dyingConnection();
  const { writeCommand } = connectionClass().prototype;
  const written = writeCommand.call(connection, command, { agreedCompressor: 'none' }).then(
    () => 'written',
    (error: unknown) => String(error),
  );
  const waiting = new Promise<string>((resolve) => setTimeout(resolve, 100, 'waits for ever'));
  setImmediate(() => connection.emit('close'));
  return Promise.race([written, waiting]);
}

test('a write ends with its connection; stock waits for ever', async () => {
  const stock = await writtenWhileClosing();
  patchMongo();
  patchMongo();
  expect([stock, await writtenWhileClosing()]).toEqual([
    'waits for ever',
    'Error: connection 1 closed',
  ]);
});

test('a write that is done leaves no listener behind', async () => {
  patchMongo();
  const connection = dyingConnection();
  connection.socket.write = () => true;
  const { writeCommand } = connectionClass().prototype;
  await writeCommand.call(connection, command, { agreedCompressor: 'none' });
  expect(connection.listenerCount('close')).toBe(0);
});
