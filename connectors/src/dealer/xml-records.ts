/**
 * Cuts an XML document into the elements that are records, as they come. Nothing is expanded or fetched:
 * a document with a DOCTYPE is refused. Memory is bounded by the longest record, whatever the document.
 */
import { SaxesParser } from 'saxes';
import type { SaxesTagPlain } from 'saxes';

export interface XmlRecord {
  /** Values by path below the record (`price`, `mileage.value`, `image[1].url`), prefixes left out. */
  readonly columns: ReadonlyMap<string, readonly string[]>;
  /** The record as it stands in the document. */
  readonly text: string;
}

const recordCharactersMax = 256 * 1024;
const depthMax = 32;
const columnsMax = 2_000;

interface Open {
  readonly depth: number;
  /** Where it begins, in characters of the document. */
  readonly from: number;
  readonly columns: Map<string, string[]>;
  /** Path of every open element below the record. */
  readonly path: string[];
  /** How many of a name the record has had, for `image[1]`. */
  readonly counts: Map<string, number>;
}

export class XmlRecords {
  readonly #names: ReadonlySet<string>;
  readonly #parser = new SaxesParser();
  #depth = 0;
  #open: Open | undefined;
  #value = '';
  /** Characters of the document that may still be needed, and where they begin. */
  #window = '';
  #windowFrom = 0;
  #found: XmlRecord[] = [];
  #fault: string | undefined;
  #isClosed = false;
  #rootName = '';

  /** @param names local names of the elements that are records */
  constructor(names: ReadonlySet<string>) {
    this.#names = names;
    this.#parser.on('opentag', (tag) => this.#opened(tag));
    this.#parser.on('closetag', () => this.#closed());
    this.#parser.on('text', (text) => this.#characters(text));
    this.#parser.on('cdata', (text) => this.#characters(text));
    this.#parser.on('doctype', () => this.#fail('XML_DOCTYPE: a document type is not accepted'));
    this.#parser.on('error', ({ message }) => this.#fail(`BAD_XML: ${message.slice(0, 120)}`));
  }

  /** Why nothing more is read, as `CODE: text`; undefined: all is well. */
  get fault(): string | undefined {
    return this.#fault;
  }

  /** True when the outermost element has ended. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  get rootName(): string {
    return this.#rootName;
  }

  /** @returns the records that end in this part of the document */
  push(text: string): readonly XmlRecord[] {
    if (this.#fault !== undefined) return [];
    this.#found = [];
    this.#window += text;
    this.#parser.write(text);
    const needed = this.#open?.from ?? this.#parser.position - depthMax * 64;
    this.#forget(needed);
    if (this.#window.length > recordCharactersMax) {
      this.#fail(`RECORD_TOO_LONG: an element of more than ${recordCharactersMax} characters`);
    }
    return this.#found;
  }

  #fail(fault: string): void {
    this.#fault ??= fault;
  }

  /** Only what stands before a position; a tag that is still open may begin there. */
  #forget(before: number): void {
    const lastTag = this.#window.lastIndexOf('<') + this.#windowFrom;
    const until = Math.min(before, lastTag);
    if (until <= this.#windowFrom) return;
    this.#window = this.#window.slice(until - this.#windowFrom);
    this.#windowFrom = until;
  }

  #opened({ name, attributes }: SaxesTagPlain): void {
    this.#depth += 1;
    if (this.#depth === 1) this.#rootName = name;
    if (this.#depth > depthMax) this.#fail(`TOO_DEEP: elements ${depthMax} deep`);
    if (this.#fault !== undefined) return;
    const local = localName(name);
    if (!this.#open) {
      if (this.#depth === 1 || !this.#names.has(local)) return;
      const from = this.#window.lastIndexOf('<', this.#parser.position - this.#windowFrom - 1);
      const nothing = { columns: new Map(), path: [], counts: new Map() };
      this.#open = { depth: this.#depth, from: from + this.#windowFrom, ...nothing };
    } else this.#open.path.push(this.#numbered(this.#open, local));
    for (const [key, value] of Object.entries(attributes)) {
      if (!key.startsWith('xmlns')) this.#keep([...this.#open.path, localName(key)], value);
    }
    this.#value = '';
  }

  /** `image[1]`: the second of its name below its parent. */
  #numbered({ path, counts }: Open, local: string): string {
    const key = [...path, local].join('.');
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    return `${local}[${count}]`;
  }

  #characters(text: string): void {
    if (this.#open) this.#value += text;
  }

  #closed(): void {
    this.#depth -= 1;
    if (this.#depth === 0) this.#isClosed = true;
    const open = this.#open;
    if (!open || this.#fault !== undefined) return;
    if (this.#value.trim() !== '') this.#keep(open.path, this.#value.trim());
    this.#value = '';
    if (this.#depth >= open.depth) {
      open.path.pop();
      return;
    }
    const until = this.#parser.position - this.#windowFrom;
    const text = this.#window.slice(open.from - this.#windowFrom, until);
    this.#found.push({ columns: open.columns, text });
    this.#open = undefined;
  }

  /** Under its plain path, and under the one with the numbers: mappings may ask for either. */
  #keep(path: readonly string[], value: string): void {
    const columns = this.#open?.columns;
    if (!columns || path.length === 0) return;
    const steps = path.map((step) => step.replace(/\[\d+\]$/, ''));
    const plain = steps.join('.');
    const numbered = [path[0], ...steps.slice(1)].join('.');
    for (const name of new Set([plain, numbered])) {
      const values = columns.get(name);
      if (values) values.push(value);
      else columns.set(name, [value]);
    }
    if (columns.size > columnsMax) this.#fail(`TOO_MANY_COLUMNS: more than ${columnsMax}`);
  }
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);
