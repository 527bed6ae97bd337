/** Words by which feeds say "nothing"; compared in upper case (feeds.md section 16, feed integrity). */
const nothing: ReadonlySet<string> = new Set(['NONE', 'N/A', 'NULL', '-', '--', '—']);
const longestNothing = 4;

const space = 0x20;
const isBlank = (code: number): boolean =>
  code === space || (code >= 0x09 && code <= 0x0d) || code === 0xa0;

/** Whether no character would change: the common case, decided without building a string. */
function isTidy(text: string): boolean {
  let afterBlank = true;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const blank = isBlank(code);
    if (blank && (afterBlank || code !== space)) return false;
    afterBlank = blank;
  }
  return !afterBlank;
}

/**
 * A cell's text without padding: outer blanks removed, runs of blanks (also tabs and NBSP) made one
 * space. Case stays.
 * @returns null for empty text and for the words by which feeds say "nothing"
 */
export function tidyText(cell: string): string | null {
  if (cell === '') return null;
  const text = isTidy(cell) ? cell : cell.trim().replace(/[\s\u00a0]+/g, ' ');
  if (text === '') return null;
  return text.length <= longestNothing && nothing.has(text.toUpperCase()) ? null : text;
}
