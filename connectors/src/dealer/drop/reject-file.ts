/** What was wrong with a sender's file, as a CSV that lies beside it. */
import { writeFile } from 'node:fs/promises';

export interface Reject {
  /** Line in the file; 0: the file as a whole. */
  readonly row: number;
  /** `CODE: text`. */
  readonly reason: string;
  /** Its beginning, as text. */
  readonly record: string;
}

/** Spreadsheets run cells that begin like this. */
const formula = /^[\s"']*[=+\-@\t\r]/;
const cell = (text: string): string => {
  const harmless = formula.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('\u0000', '').replaceAll('"', '""')}"`;
};

/** Replaces the file at `path`. @throws what the disk throws */
export async function writeRejects(path: string, rejects: readonly Reject[]): Promise<void> {
  const lines = rejects.map(({ row, reason, record }) =>
    [String(row), cell(reason), cell(record)].join(','),
  );
  await writeFile(path, `${['row,reason,record', ...lines].join('\r\n')}\r\n`);
}
