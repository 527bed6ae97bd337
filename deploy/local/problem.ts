/**
 * Something the person at the terminal can put right: shown as its sentence alone, without a stack.
 * Everything else that is thrown is a bug and shown whole.
 */
export class Problem extends Error {
  override readonly name = 'Problem';
}

/** The message of whatever was thrown. */
export const messageOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown);

/** Is it the operating system's refusal of this name (`ESRCH`, `EEXIST`)? */
export const hasCode = (thrown: unknown, code: string): boolean =>
  typeof thrown === 'object' && thrown !== null && 'code' in thrown && thrown.code === code;
