import type { IncomingMessage } from 'node:http';
import { FeedError } from './connector.ts';

/**
 * A request's body as it comes; leaving it early keeps the connection, on which the answer goes out.
 * @throws FeedError TOO_LARGE, CUT_SHORT
 */
export async function* received(
  request: IncomingMessage,
  bytesMax: number,
): AsyncGenerator<Buffer> {
  let bytes = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      if (!Buffer.isBuffer(chunk)) continue; // never: no encoding is set
      bytes += chunk.length;
      if (bytes > bytesMax) throw new FeedError('TOO_LARGE', `more than ${bytesMax} bytes`);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof FeedError) throw error;
    throw new FeedError('CUT_SHORT', `the upload ended after ${bytes} bytes`, { cause: error });
  }
}
