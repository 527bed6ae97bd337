/**
 * What a site's folder gives to the generic part: a way to ask for its file (`client.ts`) and a
 * reader that turns the file's bytes into records (`to-raw-listing.ts`). Everything else (markers,
 * completeness gate, schedule, checkpoint, imports) is the same for all sites.
 */
import type { Site } from '@auction/avro/topics';
import type { EventSource } from './events.ts';
import type { HeldFile } from './snapshots.ts';

/** poll: scheduled download; import: a file sent by a person. Absence is judged within one of them. */
export type Delivery = 'poll' | 'import';

/** What a site gave us to ask "has it changed?" with; null where it gave none. */
export interface Validators {
  readonly etag: string | null;
  readonly lastModified: string | null;
}

/** What a connector remembers of its site from one poll to the next, over restarts. */
export interface FeedMemory extends Validators {
  /** Written and read by the site's own folder alone; null at the beginning. */
  readonly cursor: string | null;
}

/** A feed file on its way in. */
export interface FeedFile {
  /** Address without credentials, or file name. */
  readonly source: string;
  /** When the site says the file was made, else when the request began. Epoch ms. */
  readonly observedAt: number;
  readonly validators: Validators;
  /** Why the answer cannot be the feed, as `CODE: text`, seen from its headers alone. */
  readonly misfit: string | null;
  /**
   * The file's bytes, content coding undone. Read once.
   * @throws FeedError when the transfer does not reach its announced end
   */
  readonly bytes: AsyncIterable<Buffer>;
  /**
   * What to remember besides the validators, asked when the bytes have ended, in whatever way.
   * Absent: nothing.
   */
  readonly cursor?: () => string | null;
  /** Gives the transfer up, or what is left of it. Harmless when nothing is. */
  readonly cancel: () => void;
}

export type Fetched =
  /** @property note what a person should look at although the poll went well, as `CODE: text` */
  | { readonly kind: 'FILE'; readonly file: FeedFile; readonly note?: string | null }
  | { readonly kind: 'NOT_MODIFIED'; readonly note?: string | null }
  /** @property reason `CODE: text` for people; never holds a credential */
  | {
      readonly kind: 'UNAVAILABLE';
      readonly reason: string;
      /** What the site asked us to wait, ms; null when it did not say. */
      readonly retryAfterMs: number | null;
    };

/** A transfer that failed on the way. The message is for people and holds no credential. */
export class FeedError extends Error {
  override readonly name = 'FeedError';
  readonly code: TransferFault;

  constructor(code: TransferFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export type TransferFault =
  | 'CUT_SHORT'
  | 'CONNECTION_LOST'
  | 'STALLED'
  | 'TOO_LARGE'
  | 'BAD_CODING'
  /** A later page was not answered, or not as JSON. */
  | 'PAGE_FAILED'
  /** Fewer records than the site has announced. */
  | 'PAGES_INCOMPLETE'
  /** The calls of this poll are spent; the next one goes on. No failure of the site. */
  | 'PARTLY_ASKED'
  /** Records that the question had excluded: the site has ignored it. */
  | 'FILTER_IGNORED'
  /** Today's calls are spent. */
  | 'BUDGET_SPENT'
  /** A packed file that must not be unpacked. */
  | 'BAD_ARCHIVE';

/** One record of the feed, as the site wrote it. */
export type FeedRecord =
  | {
      readonly kind: 'LISTING';
      readonly siteListingId: string;
      /** Line in the file; the header is line 1. */
      readonly row: number;
      readonly cells: string[];
      readonly encoding: Encoding;
      /** The record's own bytes, without the line end. Valid until the next read. */
      readonly payload: Buffer;
    }
  | {
      readonly kind: 'UNREADABLE';
      /** Where the id could still be read: then the listing counts as seen. */
      readonly siteListingId: string | null;
      readonly row: number;
      /** `CODE: text`. */
      readonly reason: string;
      readonly payload: Buffer;
    };

export type Encoding = 'utf-8' | 'latin1';

/** Reads one file; a new one for every file. Memory does not grow with the file. */
export interface FeedReader {
  /** Records that end in this chunk, in file order. None once the header was refused. */
  read(chunk: Buffer): Iterable<FeedRecord>;
  /**
   * The file has ended.
   * @param openLine what to do with a last line that has no line end: it may be cut off
   */
  end(openLine: 'READ' | 'DISCARD'): Iterable<FeedRecord>;
  /** True when the file's last byte was a line end; decided by `end`. */
  readonly lastLineEnded: boolean;
  /** PENDING until the first line was read. */
  readonly header: HeaderState;
  /** Newest of the records' own update stamps so far, epoch ms; null where they have none. */
  readonly newestUpdateAt: number | null;
}

export type HeaderState =
  | { readonly kind: 'PENDING' }
  | { readonly kind: 'ACCEPTED'; readonly warnings: readonly string[] }
  /** @property reason `CODE: text` that names what the file is instead */
  | { readonly kind: 'REFUSED'; readonly reason: string };

/** A held file that a person has believed. */
export interface ApprovedFile extends HeldFile {
  /** `sender/file`; null where the site has no senders. */
  readonly name: string | null;
}

/** What a person's word has done. */
export interface Approval {
  /** None: nothing was held. */
  readonly approved: readonly ApprovedFile[];
  /** Senders whose files could not be moved, as `sender: CODE: text`. */
  readonly faults: readonly string[];
}

/** One site's feed. */
export interface Feed {
  readonly site: Site;
  /** Cell order of its records, a name of avro's layouts.ts or site-layouts.ts. */
  readonly layout: string;
  /** How names of the files kept on disk end; null: none is kept, because they name people. */
  readonly rawCopy: string | null;
  /**
   * Asks the site for its file, unless it is still the one the memory's validators were given for.
   * Never throws for what a site does: that is an answer (UNAVAILABLE).
   */
  fetch(memory: FeedMemory, signal: AbortSignal): Promise<Fetched>;
  createReader(): FeedReader;
  /**
   * The feed puts files of its senders together, and holds back by itself those that lack too much: then the
   * whole is not compared with the one before. A person believes what is held.
   * @param sender one of them; null: all
   */
  readonly approveHeld?: (sender: string | null) => Promise<Approval>;
  /** Of a feed that has `approveHeld`: each of so many senders may have a bad row. */
  readonly senderCount?: number;
  /** Absent: the site pushes nothing. */
  readonly events?: EventSource;
}
