/** Readable text of a fragment of HTML, as sites put it into their JSON. */

/** The named entities seen in feeds. Source: WHATWG HTML, named character references. */
const named: Readonly<Record<string, string>> = {
  amp: '&',
  apos: "'",
  deg: '°',
  gt: '>',
  ldquo: '“',
  lsquo: '‘',
  lt: '<',
  mdash: '—',
  nbsp: ' ',
  ndash: '–',
  quot: '"',
  rdquo: '”',
  rsquo: '’',
};

const lastCodePoint = 0x10ffff;

function character(code: number): string {
  return code > 0 && code <= lastCodePoint ? String.fromCodePoint(code) : '';
}

/** Entities replaced once: `&amp;lt;` becomes `&lt;`. Unknown ones stay as they are. Total. */
export function decodedEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-z]{2,6}));/g,
    (whole, ...groups) => {
      const [decimal, hex, name] = groups as (string | undefined)[];
      if (decimal !== undefined) return character(Number(decimal));
      if (hex !== undefined) return character(Number.parseInt(hex, 16));
      return named[name ?? ''] ?? whole;
    },
  );
}

/** Tags become blanks, entities characters, runs of blanks one. Total; not a sanitiser. */
export function htmlText(html: string): string {
  const bare = html.replace(/<[^<>]{0,2000}>/g, ' ');
  return decodedEntities(bare).replace(/\s+/g, ' ').trim();
}
