/** Reads a file as an import would and publishes nothing: what would become of it. */
import { FeedError } from './connector.ts';
import type { Feed, FeedRecord } from './connector.ts';
import { DistinctRows } from './distinct-rows.ts';

export interface PreviewRow {
  /** In the file. */
  readonly row: number;
  readonly siteListingId: string;
  /** What was understood, by name; nothing empty. */
  readonly cells: Readonly<Record<string, string>>;
}

export interface PreviewReject {
  readonly row: number;
  /** `CODE: text`. */
  readonly reason: string;
}

export interface Preview {
  /** Why the file is not taken at all, as `CODE: text`; null: it is. */
  readonly refusal: string | null;
  readonly rows: number;
  readonly rejected: number;
  /** True: only the beginning was read. */
  readonly isCut: boolean;
  /** Names of the cells that hold something in at least one of the rows read. */
  readonly recognised: readonly string[];
  /** Columns nobody reads, and the like. */
  readonly warnings: readonly string[];
  readonly firstRows: readonly PreviewRow[];
  /** The first of them. */
  readonly rejects: readonly PreviewReject[];
}

export interface PreviewLimits {
  /** Rows read at most. */
  readonly rowsMax: number;
  /** Time at most, ms: a hostile file is given up. */
  readonly withinMs: number;
  /** Monotonic, ms. */
  readonly clock: () => number;
}

const shownRows = 20;
const shownRejects = 100;
const cellCharacters = 200;

/**
 * @param cellNames of the feed's layout, in their order
 * @throws what the bytes throw that is no FeedError
 */
export async function previewFile(
  feed: Pick<Feed, 'createReader'>,
  cellNames: readonly string[],
  bytes: AsyncIterable<Buffer>,
  { rowsMax, withinMs, clock }: PreviewLimits,
): Promise<Preview> {
  const reader = new DistinctRows(feed.createReader());
  const endsAt = clock() + withinMs;
  const recognised = new Set<number>();
  const firstRows: PreviewRow[] = [];
  const rejects: PreviewReject[] = [];
  let [rows, rejected, isCut, byteCount] = [0, 0, false, 0];
  let fault: string | null = null;
  const take = (record: FeedRecord): void => {
    rows += 1;
    if (record.kind === 'UNREADABLE') {
      rejected += 1;
      if (rejects.length < shownRejects) rejects.push({ row: record.row, reason: record.reason });
      return;
    }
    for (const [index, cell] of record.cells.entries()) if (cell !== '') recognised.add(index);
    if (firstRows.length < shownRows) firstRows.push(rowOf(record, cellNames));
  };
  const isEnough = (): boolean => rows >= rowsMax || clock() >= endsAt;
  try {
    for await (const chunk of bytes) {
      byteCount += chunk.length;
      for (const record of reader.read(chunk)) take(record);
      if (reader.header.kind === 'REFUSED') break;
      isCut = isEnough();
      if (isCut) break;
    }
  } catch (error) {
    if (!(error instanceof FeedError)) throw error;
    fault = `${error.code}: ${error.message}`;
  }
  if (!isCut) for (const record of reader.end(fault === null ? 'READ' : 'DISCARD')) take(record);
  const { header } = reader;
  const nothing =
    byteCount === 0 ? 'EMPTY_FILE: the file has no bytes' : 'HEADER_ONLY: the file has no rows';
  const refusal =
    header.kind === 'REFUSED' ? header.reason : (fault ?? (rows === 0 ? nothing : null));
  return {
    ...{ refusal, rows, rejected, isCut, firstRows, rejects },
    recognised: cellNames.filter((_, index) => recognised.has(index)),
    warnings: header.kind === 'ACCEPTED' ? header.warnings : [],
  };
}

function rowOf(
  { row, siteListingId, cells }: Extract<FeedRecord, { kind: 'LISTING' }>,
  names: readonly string[],
): PreviewRow {
  const filled = names.flatMap((name, index) => {
    const text = (cells[index] ?? '').replaceAll('\u001f', ', ').slice(0, cellCharacters);
    return text === '' ? [] : [[name, text] as const];
  });
  return { row, siteListingId, cells: Object.fromEntries(filled) };
}
