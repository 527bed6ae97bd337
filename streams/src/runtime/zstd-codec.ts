/** kafkajs ships no zstd; Node does. Synchronous: batches are small, and the thread pool costs more. */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import kafkajs from 'kafkajs';

const options = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Once, before the first record is written. */
export function registerZstd(): void {
  const codecs: Record<number, unknown> = kafkajs.CompressionCodecs;
  codecs[kafkajs.CompressionTypes.ZSTD] = () => ({
    compress: async ({ buffer }: { readonly buffer: Buffer }) => zstdCompressSync(buffer, options),
    decompress: async (buffer: Buffer) => zstdDecompressSync(buffer),
  });
}
