import { on } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { FeedError } from '../connector.ts';
import type { HttpLimits } from './exchange.ts';

/** Chunks (64 KB at most each) held for a reader that is slower than the site, before the site waits too. */
const heldChunks = { highWaterMark: 16, lowWaterMark: 4 };

/**
 * The body of an answer as it arrives. Time is measured only while we wait for bytes: a reader that
 * is slow itself (a log that pushes back) is no stall of the site. Of a transfer that breaks off,
 * what had come is read first: Node's own iterator of a stream drops what it holds when the
 * connection ends early, which is how a busy reader would lose the rows of a cut file. Only what lay
 * in Node's buffer (some 64 KB) while the site was made to wait is lost with the connection.
 * @throws FeedError CUT_SHORT, CONNECTION_LOST, STALLED or TOO_LARGE, from the iteration
 */
export function transferred(
  response: IncomingMessage,
  limits: HttpLimits,
): AsyncGenerator<Buffer, void, undefined> {
  // Listens from here on, not from the first chunk asked for: the connection may end before that.
  const chunks = on(response, 'data', { close: ['end', 'close'], ...heldChunks }) as AsyncIterator<
    [Buffer],
    void
  >;
  return read(response, chunks, limits);
}

async function* read(
  response: IncomingMessage,
  chunks: AsyncIterator<[Buffer], void>,
  limits: HttpLimits,
): AsyncGenerator<Buffer, void, undefined> {
  const announced = announcedBytes(response);
  const pace = new Pace(limits);
  let received = 0;
  try {
    for (;;) {
      const next = await pace.during(chunks.next());
      if (next.done) break;
      const [chunk] = next.value;
      received += chunk.length;
      if (received > limits.bytesMax) throw tooLarge(limits.bytesMax);
      pace.received(chunk.length);
      yield chunk;
    }
    if (!response.complete) throw new Error('the connection closed before the end of the body');
  } catch (error) {
    throw faultOf(error, received, announced);
  } finally {
    response.destroy();
  }
}

export const tooLarge = (bytesMax: number): FeedError =>
  new FeedError('TOO_LARGE', `the file is larger than ${bytesMax} bytes`);

function announcedBytes(response: IncomingMessage): number | undefined {
  const header = response.headers['content-length'];
  return header === undefined ? undefined : Number(header);
}

/** Node reports every early end alike; what was announced tells a cut file from a lost connection. */
function faultOf(error: unknown, received: number, announced: number | undefined): FeedError {
  if (error instanceof FeedError) return error;
  if (announced !== undefined && received < announced) {
    const text = `the transfer ended after ${received} of ${announced} bytes`;
    return new FeedError('CUT_SHORT', text, { cause: error });
  }
  const text = `the connection was lost after ${received} bytes`;
  return new FeedError('CONNECTION_LOST', text, { cause: error });
}

/** Watches that bytes keep coming, at a least rate per window. */
class Pace {
  readonly #limits: HttpLimits;
  #waitedMs = 0;
  #bytes = 0;

  constructor(limits: HttpLimits) {
    this.#limits = limits;
  }

  async during<T>(waiting: Promise<T>): Promise<T> {
    const { stallMs } = this.#limits;
    const startedAt = performance.now();
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new FeedError('STALLED', `no byte for ${stallMs} ms`));
      }, stallMs);
    });
    try {
      return await Promise.race([waiting, silence]);
    } finally {
      clearTimeout(timer);
      this.#waitedMs += performance.now() - startedAt;
    }
  }

  received(bytes: number): void {
    const { stallMs, bytesPerSecondMin } = this.#limits;
    this.#bytes += bytes;
    if (this.#waitedMs < stallMs) return;
    if (this.#bytes < (bytesPerSecondMin * this.#waitedMs) / 1_000) {
      throw new FeedError('STALLED', `less than ${bytesPerSecondMin} bytes a second`);
    }
    this.#waitedMs = 0;
    this.#bytes = 0;
  }
}
