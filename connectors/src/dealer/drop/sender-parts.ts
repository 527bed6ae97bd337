/** Reads the files of several senders that come as one, each by its own sender's mapping. */
import type { FeedReader, FeedRecord, HeaderState } from '../../connector.ts';
import { DealerReader } from '../dealer-reader.ts';
import type { Mapping } from '../mapping.ts';

/** By identity: no content of a file can be taken for a boundary. Null: the last part has ended. */
const boundaries = new WeakMap<Buffer, string | null>();

/** A chunk that says whose file follows. @param sender null: none does */
export function boundary(sender: string | null): Buffer {
  const chunk = Buffer.from(`\n${sender ?? ''}\n`);
  boundaries.set(chunk, sender);
  return chunk;
}

/** Without any boundary (an uploaded file) the first mapping that fits is taken. */
export class SenderParts implements FeedReader {
  readonly #mappings: readonly Mapping[];
  readonly #warnings: string[] = [];
  #sender = '';
  #inner: FeedReader | undefined;
  #isAccepted = false;
  #newestUpdateAt: number | null = null;

  constructor(mappings: readonly Mapping[]) {
    this.#mappings = mappings;
  }

  get header(): HeaderState {
    const inner = this.#inner?.header;
    if (inner?.kind === 'REFUSED') return inner;
    if (inner?.kind === 'ACCEPTED') {
      return { kind: 'ACCEPTED', warnings: [...this.#warnings, ...this.#named(inner.warnings)] };
    }
    return this.#isAccepted ? { kind: 'ACCEPTED', warnings: this.#warnings } : { kind: 'PENDING' };
  }

  get lastLineEnded(): boolean {
    return this.#inner?.lastLineEnded ?? true;
  }

  get newestUpdateAt(): number | null {
    const [before, inner] = [this.#newestUpdateAt, this.#inner?.newestUpdateAt ?? null];
    return before === null || inner === null ? (before ?? inner) : Math.max(before, inner);
  }

  *read(chunk: Buffer): Generator<FeedRecord> {
    const sender = boundaries.get(chunk);
    if (sender === undefined) {
      this.#inner ??= new DealerReader(this.#mappings);
      yield* this.#inner.read(chunk);
      return;
    }
    // A sender's file is whole: its last line needs no end.
    if (this.#inner) yield* this.#inner.end('READ');
    if (this.#inner?.header.kind === 'REFUSED') return;
    this.#close();
    this.#sender = sender ?? '';
    const own = this.#mappings.filter((mapping) => mapping.sender === sender);
    this.#inner = sender === null ? undefined : new DealerReader(own);
  }

  *end(openLine: 'READ' | 'DISCARD'): Generator<FeedRecord> {
    if (this.#inner) yield* this.#inner.end(openLine);
  }

  #close(): void {
    const header = this.#inner?.header;
    this.#newestUpdateAt = this.newestUpdateAt;
    if (header?.kind !== 'ACCEPTED') return;
    this.#isAccepted = true;
    this.#warnings.push(...this.#named(header.warnings));
  }

  #named(warnings: readonly string[]): string[] {
    return this.#sender === '' ? [...warnings] : warnings.map((text) => `${this.#sender}: ${text}`);
  }
}
