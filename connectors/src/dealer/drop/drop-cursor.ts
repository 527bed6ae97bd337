/** What a drop folder's feed remembers over restarts: never a file twice, and what each sender offers now. */
import { z } from 'zod';

const saved = z.object({
  /** File each sender's offer stands in, by sender. */
  current: z.record(z.string(), z.object({ name: z.string(), sha256: z.string() })),
  /** `sender/digest` of files that were published, newest last. */
  taken: z.array(z.string()),
});
export type DropCursor = z.output<typeof saved>;

/** Digests that are remembered; a file older than so many others would be read again. */
const takenMax = 1_000;
/** Hexadecimal digits of a digest that are kept. */
const digits = 16;

export const takenKey = (sender: string, sha256: string): string =>
  `${sender}/${sha256.slice(0, digits)}`;

/** @param text as it was kept; anything unreadable is a beginning */
export function readCursor(text: string | null): DropCursor {
  try {
    return saved.parse(JSON.parse(text ?? ''));
  } catch {
    return { current: {}, taken: [] };
  }
}

/** The cursor after these files have been published. */
export function withFiles(
  cursor: DropCursor,
  files: readonly { readonly sender: string; readonly name: string; readonly sha256: string }[],
): DropCursor {
  const current = { ...cursor.current };
  for (const { sender, name, sha256 } of files) current[sender] = { name, sha256 };
  const taken = files.map(({ sender, sha256 }) => takenKey(sender, sha256));
  return { current, taken: [...cursor.taken, ...taken].slice(-takenMax) };
}
