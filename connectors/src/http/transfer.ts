import type { IncomingMessage } from 'node:http';
import { FeedError } from '../connector.ts';
import type { HttpLimits } from './exchange.ts';

/**
 * The body of an answer as it arrives. Time is measured only while we wait for bytes: a reader that
 * is slow itself (a log that pushes back) is no stall of the site.
 * @throws FeedError CUT_SHORT, CONNECTION_LOST, STALLED or TOO_LARGE
 */
export async function* transferred(
  response: IncomingMessage,
  limits: HttpLimits,
): AsyncGenerator<Buffer> {
  const announced = announcedBytes(response);
  const pace = new Pace(limits);
  const chunks: AsyncIterator<Buffer> = response[Symbol.asyncIterator]();
  let received = 0;
  try {
    for (;;) {
      const next = await pace.during(chunks.next());
      if (next.done) break;
      received += next.value.length;
      if (received > limits.bytesMax) throw tooLarge(limits.bytesMax);
      pace.received(next.value.length);
      yield next.value;
    }
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
