/** The code made from our schemas against `avsc`, which reads the schemas themselves. */
import avro from 'avsc';
import { Codec } from './codec.ts';
import type { ConnectorState, RecordOf } from './records.ts';
import { avroSchema, schemaNames } from './schemas.ts';
import type { SchemaName } from './topics.ts';
import { DoesNotFit, WireEnum, WireWriter } from './wire-writer.ts';
import { WireReader } from './wire-reader.ts';

const headerBytes = 5;
const typeOf = (name: SchemaName) =>
  avro.Type.forSchema(avroSchema(name) as unknown as avro.Schema, { wrapUnions: 'never' });

interface Decoded {
  readonly value: object;
  readonly offset: number;
}

const framed = (body: Buffer): Buffer => Buffer.concat([Buffer.from([0, 0, 0, 0, 1]), body]);

test.each(schemaNames)('%s: random records have the same bytes and come back', (name) => {
  const type = typeOf(name);
  const codec = new Codec(name, 1);
  for (let times = 0; times < 60; times += 1) {
    const value = type.random() as unknown as RecordOf<typeof name>;
    const bytes = codec.encode(value);
    expect(bytes.subarray(headerBytes)).toEqual(type.toBuffer(value));
    const decoded = codec.decode(bytes);
    if (!decoded.ok) throw new Error(decoded.detail);
    expect(decoded.value).toEqual({ ...(type.fromBuffer(type.toBuffer(value)) as object) });
  }
});

test.each(schemaNames)('%s: damaged bytes are refused as avsc refuses them', (name) => {
  const type = typeOf(name);
  const codec = new Codec(name, 1);
  const ofAvsc = (bytes: Buffer) => {
    try {
      const { value, offset } = type.decode(bytes, headerBytes) as Decoded;
      return offset === bytes.length ? { ...value } : undefined;
    } catch {
      return undefined;
    }
  };
  for (let times = 0; times < 40; times += 1) {
    const whole = framed(type.toBuffer(type.random()));
    const cut = whole.subarray(0, headerBytes + ((times * 7) % (whole.length - headerBytes)));
    const hurt = Buffer.from(whole);
    const at = headerBytes + ((times * 13) % (whole.length - headerBytes));
    hurt.writeUInt8(whole.readUInt8(at) ^ (1 << (times % 8)), at);
    for (const bytes of [cut, hurt]) {
      const decoded = codec.decode(bytes);
      expect(decoded.ok ? decoded.value : undefined).toEqual(ofAvsc(bytes));
    }
  }
});

const state: ConnectorState = {
  ...{ site: 'copart', sequence: 12, etag: null, lastModified: null, sha256: null, rows: 0 },
  ...{ observedAt: 0, newestUpdateAt: null, heldSha256: null, heldRows: 0, cursor: null },
};

test.each([
  '',
  'a'.repeat(63),
  'a'.repeat(64),
  'a'.repeat(200_000),
  'Škoda Octavia',
  '\u0000',
  'a😀b',
  'é'.repeat(40),
])('text %#', (site) => {
  const codec = new Codec('ConnectorState', 1);
  const bytes = codec.encode({ ...state, site });
  expect(bytes.subarray(headerBytes)).toEqual(
    typeOf('ConnectorState').toBuffer({ ...state, site }),
  );
  expect(codec.decode(bytes)).toEqual({ ok: true, value: { ...state, site } });
});

test.each([
  ...[0, 1, -1, 63, 64, -64, -65, 8191, 8192, 2 ** 30 - 1, 2 ** 30, -(2 ** 30), -(2 ** 30) - 1],
  ...[2 ** 31, 2 ** 32, 1_790_000_000_000, -1_790_000_000_000, 2 ** 52 - 1, -(2 ** 52) + 1],
])('the number %d', (observedAt) => {
  const codec = new Codec('ConnectorState', 1);
  const bytes = codec.encode({ ...state, observedAt });
  const expected = typeOf('ConnectorState').toBuffer({ ...state, observedAt });
  expect(bytes.subarray(headerBytes)).toEqual(expected);
  expect(codec.decode(bytes)).toEqual({ ok: true, value: { ...state, observedAt } });
});

test.each<[string, (out: WireWriter) => void]>([
  ['a fraction', (out) => out.long(0.5)],
  ['a number too large to be exact', (out) => out.long(2 ** 53)],
  ['an int of 33 bits', (out) => out.int(2 ** 31)],
  ['no symbol', (out) => out.symbol(new WireEnum<string>(['A']), 'toString')],
])('%s does not fit', (_name, write) => {
  expect(() => write(new WireWriter(Buffer.alloc(16)))).toThrow(DoesNotFit);
});

test('what a field does not say is its default, as ever', () => {
  const { cursor, ...rest } = state;
  expect(cursor).toBeNull();
  const codec = new Codec('ConnectorState', 1);
  expect(codec.decode(codec.encode(rest as ConnectorState))).toEqual({ ok: true, value: state });
});

test('a count that the bytes cannot hold is no reason to make room for it', () => {
  const from = new WireReader();
  from.bytes = Buffer.from([0xfe, 0xff, 0xff, 0xff, 0x0f]);
  expect(() => from.count()).toThrow();
});
