/**
 * Resume cursors: the next offset of each source partition, and the time, as varints in base64url.
 * Opaque to clients and no security boundary: a forged one only changes which permitted rows come.
 */

export interface Cursor {
  /** Epoch ms; time-relative filters add what crossed their edge since. */
  readonly atMs: number;
  /** Next offset per source; one gateway's sources are every gateway's. */
  readonly positions: readonly number[];
}

const format = 1;

export function encodeCursor({ atMs, positions }: Cursor): string {
  const bytes: number[] = [format];
  for (const number of [atMs, ...positions]) pushVarint(bytes, number);
  return Buffer.from(bytes).toString('base64url');
}

/** @returns undefined when it is none of ours, or of another number of sources */
export function decodeCursor(text: string, sourceCount: number): Cursor | undefined {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes[0] !== format) return undefined;
  const numbers = varints(bytes.subarray(1));
  const [atMs, ...positions] = numbers ?? [];
  if (atMs === undefined || positions.length !== sourceCount) return undefined;
  return { atMs, positions };
}

// Numbers go beyond 32 bits, so no bit operators.
function pushVarint(bytes: number[], number: number): void {
  let rest = number;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
}

function varints(bytes: Buffer): number[] | undefined {
  const numbers: number[] = [];
  let number = 0;
  let scale = 1;
  for (const byte of bytes) {
    number += (byte % 128) * scale;
    if (!Number.isSafeInteger(number)) return undefined;
    if (byte < 128) {
      numbers.push(number);
      number = 0;
      scale = 1;
    } else {
      scale *= 128;
    }
  }
  return scale === 1 ? numbers : undefined;
}
