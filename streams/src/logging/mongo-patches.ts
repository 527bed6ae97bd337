/**
 * A repair of MongoDB's driver 6.22.0 that we cannot go around. A write to a socket that is destroyed
 * but has not told so yet waits for its `drain`, which never comes. Where that write is the monitor's,
 * as it is when a server dies and all its connections close at once, the client never finds the
 * server again. 7.9.0 has the same lines; the driver's own time-outs do not cover the monitor.
 */
import { MongoNetworkError } from 'mongodb';
import { createRequire } from 'node:module';

type Write = (this: Connection, command: unknown, options: unknown) => Promise<void>;

interface Connection {
  /** What the connection was closed with. */
  readonly error: Error | null;
  readonly address: string;
  once(event: 'close', listener: () => void): void;
  off(event: 'close', listener: () => void): void;
}

interface ConnectionClass {
  readonly prototype: { writeCommand: Write };
}

const knownVersion = '6.22.0';
const require = createRequire(import.meta.url);
let isPatched = false;

/** The driver's class behind its public face. @throws for another version than the one looked at */
export function connectionClass(): ConnectionClass {
  const { version } = require('mongodb/package.json') as { readonly version: string };
  if (version !== knownVersion) {
    throw new Error(
      `mongodb ${version} is not ${knownVersion}: look whether it still needs patches`,
    );
  }
  // The exact version is pinned and checked above.
  const found = require('mongodb/lib/cmap/connection') as { readonly Connection: ConnectionClass };
  return found.Connection;
}

/** A write ends with its connection. Once per process; again it does nothing. */
export function patchMongo(): void {
  if (isPatched) return;
  isPatched = true;
  const { prototype } = connectionClass();
  const write = prototype.writeCommand;
  prototype.writeCommand = async function (command, options) {
    const closed = Promise.withResolvers<never>();
    const onClose = (): void => {
      closed.reject(this.error ?? new MongoNetworkError(`${this.address} closed`));
    };
    this.once('close', onClose);
    try {
      await Promise.race([write.call(this, command, options), closed.promise]);
    } finally {
      this.off('close', onClose);
    }
  };
}
