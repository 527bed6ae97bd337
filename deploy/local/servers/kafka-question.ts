/**
 * Asks a broker to check the creation of a topic (validate only, so nothing is left behind) and to
 * describe the cluster. Both need a working controller and a broker that may hold partitions.
 * Two requests by hand are shorter than quieting a client library that is made to retry.
 */
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { Answer } from '../unit.ts';

const createTopics = { key: 19, version: 2 };
const metadata = { key: 3, version: 1 };
const findCoordinator = { key: 10, version: 1 };
const coordinatorKinds = { group: 0, transaction: 1 } as const;
const timeoutMs = 3000;

const int16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
};
const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const text = (value: string): Buffer => Buffer.concat([int16(value.length), Buffer.from(value)]);

/** Length, api key, version, correlation id, client id, body. */
function request(api: { key: number; version: number }, body: Buffer[]): Buffer {
  const header = [int16(api.key), int16(api.version), int32(1), text('auction-launcher')];
  const message = Buffer.concat([...header, ...body]);
  return Buffer.concat([int32(message.length), message]);
}

/** One topic, one partition, one replica, no assignments, no configs, 2 s, validate only. */
const checkCreation = (name: string): Buffer =>
  request(createTopics, [
    ...[int32(1), text(name), int32(1), int16(1), int32(0), int32(0)],
    ...[int32(2000), Buffer.from([1])],
  ]);

/** An empty list of topics: only the brokers. */
const describeCluster = request(metadata, [int32(0)]);

/** Asking makes the internal topic behind it, the first time. */
const whoCoordinates = (kind: keyof typeof coordinatorKinds): Buffer =>
  request(findCoordinator, [text('auction.launcher'), Buffer.from([coordinatorKinds[kind]])]);

async function answerTo(socket: Socket, message: Buffer): Promise<Buffer> {
  socket.write(message);
  let received = Buffer.alloc(0);
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(chunk)) break;
    received = Buffer.concat([received, chunk]);
    // 4 bytes length, 4 bytes correlation id, then the body
    if (received.length >= 4 && received.length >= 4 + received.readInt32BE(0)) {
      return received.subarray(8);
    }
  }
  throw new Error('the broker closed the connection');
}

async function connected<T>(port: number, ask: (socket: Socket) => Promise<T>): Promise<T> {
  const socket = connect({ host: '127.0.0.1', port });
  socket.setTimeout(timeoutMs, () => socket.destroy(new Error('no answer in time')));
  try {
    return await ask(socket);
  } finally {
    socket.destroy();
  }
}

/** @throws when the broker does not listen, or cannot yet create a topic */
export const askKafka = (port: number): Promise<Answer> =>
  connected(port, async (socket) => {
    const created = await answerTo(socket, checkCreation('auction.launcher.question'));
    // throttle time, number of topics, name, then the error code
    const errorCode = created.readInt16BE(8 + 2 + created.readInt16BE(8));
    if (errorCode !== 0) throw new Error(`topics cannot be created yet: error ${errorCode}`);
    const brokers = (await answerTo(socket, describeCluster)).readInt32BE(0);
    if (brokers < 1) throw new Error('no broker is registered yet');
    return {};
  });

/**
 * Has the internal topics of groups and transactions made before the first client needs them.
 * @throws while a coordinator is not there yet
 */
export const askCoordinators = (port: number): Promise<void> =>
  connected(port, async (socket) => {
    for (const kind of ['group', 'transaction'] as const) {
      // throttle time, then the error code
      const errorCode = (await answerTo(socket, whoCoordinates(kind))).readInt16BE(4);
      if (errorCode !== 0) throw new Error(`no ${kind} coordinator yet: error ${errorCode}`);
    }
  });
