/**
 * Avro in the Confluent wire format: byte 0 is 0, then the schema id as int32 big endian, then the
 * record. Everything here is synchronous: on the hot path a promise per record costs more than the
 * decoding (kafka.md section 2). Our own schema is written and read by code made from it (wire.ts); other
 * writers' schemas, and everything that does not fit, are `avsc`'s.
 */
import avro from 'avsc';
import type { Type } from 'avsc';
import { avroSchema } from './schemas.ts';
import type { SchemaName } from './topics.ts';
import type { RecordOf } from './records.ts';
import { wire } from './wire.ts';
import { NotReadable, WireReader } from './wire-reader.ts';
import { DoesNotFit, WireWriter } from './wire-writer.ts';

const headerBytes = 5;
const firstScratchBytes = 64 * 1024;

/** Unions stay plain values (`null | string`), never `{string: …}`; pinned so that types stay true. */
const parsed = (schema: unknown): Type =>
  avro.Type.forSchema(schema as avro.Schema, { wrapUnions: 'never' });

/** Why a value could not be read; every one of them is a poison record, not an outage. */
export type Undecodable =
  'EMPTY' | 'NOT_CONFLUENT' | 'UNKNOWN_SCHEMA' | 'TRUNCATED' | 'TRAILING_BYTES' | 'INCOMPATIBLE';

export type Decoded<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly reason: Undecodable;
      readonly schemaId?: number;
      readonly detail: string;
    };

interface Writer {
  readonly type: Type;
  /** Absent when the writer's schema is our own: reading without a resolver is 1.5 times as fast. */
  readonly resolver: ReturnType<Type['createResolver']> | undefined;
}

/** Schema id of a wire-format value, or undefined when it is too short or not of this format. */
export function schemaIdOf(bytes: Buffer): number | undefined {
  return bytes.length >= headerBytes && bytes[0] === 0 ? bytes.readInt32BE(1) : undefined;
}

/** Reads and writes records of one schema. One instance a topic; not to be shared between threads. */
export class Codec<N extends SchemaName> {
  readonly name: N;
  readonly #type: Type;
  readonly #writers = new Map<number, Writer>();
  readonly #ownId: number;
  readonly #wire: (typeof wire)[N];
  readonly #out = new WireWriter(Buffer.allocUnsafe(firstScratchBytes));
  readonly #in = new WireReader();

  /** @param ownId the registry's id of our schema under the topic's subject */
  constructor(name: N, ownId: number) {
    this.name = name;
    this.#type = parsed(avroSchema(name));
    this.#ownId = ownId;
    this.#wire = wire[name];
    this.#writers.set(ownId, { type: this.#type, resolver: undefined });
  }

  /** True when records of this writer can be read without asking the registry. */
  knows(schemaId: number): boolean {
    return this.#writers.has(schemaId);
  }

  /**
   * Learns an older (or newer) writer's schema, once per id; later decodes reuse type and resolver.
   * @throws when our schema cannot read what that writer writes
   */
  learn(schemaId: number, schema: unknown): void {
    if (this.#writers.has(schemaId)) return;
    const type = parsed(schema);
    this.#writers.set(schemaId, { type, resolver: this.#type.createResolver(type) });
  }

  /**
   * Encodes a record.
   * @returns a buffer of its own, header included
   * @throws when the value does not fit the schema (a bug of the caller)
   */
  encode(value: RecordOf<N>): Buffer {
    const out = this.#out;
    if (!this.#write(value)) this.#writeSlowly(value);
    out.bytes[0] = 0;
    out.bytes.writeInt32BE(this.#ownId, 1);
    const bytes = Buffer.allocUnsafe(out.at);
    out.bytes.copy(bytes, 0, 0, out.at);
    return bytes;
  }

  /** @returns false when the value does not fit as it stands: `avsc` fills defaults in, or says what is wrong */
  #write(value: RecordOf<N>): boolean {
    const out = this.#out;
    out.at = headerBytes;
    try {
      this.#wire.write(out, value);
    } catch (error) {
      if (error instanceof DoesNotFit || error instanceof TypeError) return false;
      throw error;
    }
    if (out.at <= out.bytes.length) return true;
    out.bytes = Buffer.allocUnsafe(2 * out.at);
    return this.#write(value);
  }

  #writeSlowly(value: RecordOf<N>): void {
    const out = this.#out;
    out.at = this.#type.encode(value, out.bytes, headerBytes);
    if (out.at >= 0) return;
    // a negative result is the room that was missing
    out.bytes = Buffer.allocUnsafe(2 * (out.bytes.length - out.at));
    this.#writeSlowly(value);
  }

  /** Decodes a wire-format value; refuses short ones and ones with bytes left over. */
  decode(bytes: Buffer | null): Decoded<RecordOf<N>> {
    if (bytes === null) return { ok: false, reason: 'EMPTY', detail: 'the record has no value' };
    const schemaId = schemaIdOf(bytes);
    if (schemaId === undefined) {
      return { ok: false, reason: 'NOT_CONFLUENT', detail: 'no Confluent header' };
    }
    const writer = this.#writers.get(schemaId);
    if (!writer) {
      const detail = `schema id ${schemaId} is not known`;
      return { ok: false, reason: 'UNKNOWN_SCHEMA', schemaId, detail };
    }
    const own = schemaId === this.#ownId ? this.#readOwn(bytes) : undefined;
    return own === undefined ? this.#read(bytes, schemaId, writer.resolver) : own;
  }

  /** @returns undefined when the bytes are not what our schema says: `avsc` then finds out why */
  #readOwn(bytes: Buffer): Decoded<RecordOf<N>> | undefined {
    const from = this.#in;
    from.bytes = bytes;
    from.at = headerBytes;
    try {
      const value = this.#wire.read(from);
      return from.at === bytes.length ? { ok: true, value } : undefined;
    } catch (error) {
      if (error instanceof NotReadable) return undefined;
      throw error;
    }
  }

  #read(bytes: Buffer, schemaId: number, resolver: Writer['resolver']): Decoded<RecordOf<N>> {
    try {
      // an offset of -1 means that the value ended too early
      const read: { value: RecordOf<N>; offset: number } = this.#type.decode(
        bytes,
        headerBytes,
        resolver,
      );
      const { value, offset } = read;
      if (offset === bytes.length) return { ok: true, value };
      const reason = offset < 0 ? 'TRUNCATED' : 'TRAILING_BYTES';
      return { ok: false, reason, schemaId, detail: `${bytes.length} bytes, read to ${offset}` };
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      return { ok: false, reason: 'INCOMPATIBLE', schemaId, detail };
    }
  }
}
