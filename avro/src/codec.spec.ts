import { jest } from '@jest/globals';
import avro from 'avsc';
import { Codec } from './codec.ts';
import type { ConnectorState } from './records.ts';
import { avroSchema } from './schemas.ts';

interface RecordSchema {
  readonly fields: readonly { readonly name: string }[];
}

const ownId = 7;
const olderId = 3;

const state: ConnectorState = {
  site: 'copart',
  sequence: 12,
  etag: '"a"',
  lastModified: null,
  sha256: null,
  rows: 4_000,
  observedAt: 1_700_000_000_000,
  newestUpdateAt: null,
  heldSha256: null,
  heldRows: 0,
  cursor: null,
};

/** The schema as an older program knew it: without the newest two fields. */
const older: RecordSchema = (() => {
  const schema = avroSchema('ConnectorState') as unknown as RecordSchema;
  return { ...schema, fields: schema.fields.slice(0, -2) };
})();

function framed(schemaId: number, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeInt32BE(schemaId, 1);
  return Buffer.concat([head, body]);
}

const olderBytes = framed(
  olderId,
  avro.Type.forSchema(older as unknown as avro.Schema, { wrapUnions: 'never' }).toBuffer(state),
);

const opened = (): Codec<'ConnectorState'> => new Codec('ConnectorState', ownId);

test('a record comes back as it was', () => {
  const codec = opened();
  expect(codec.decode(codec.encode(state))).toEqual({ ok: true, value: state });
});

test('a record of an older writer is read, and reading it again builds nothing', () => {
  const codec = opened();
  codec.learn(olderId, older);
  const built = jest.spyOn(avro.Type, 'forSchema');
  const resolved = jest.spyOn(avro.Type.prototype, 'createResolver');
  try {
    for (let times = 0; times < 1_000; times += 1) {
      const decoded = codec.decode(olderBytes);
      expect(decoded).toEqual({ ok: true, value: { ...state, heldSha256: null, heldRows: 0 } });
      codec.learn(olderId, older);
    }
    expect(built).not.toHaveBeenCalled();
    expect(resolved).not.toHaveBeenCalled();
  } finally {
    built.mockRestore();
    resolved.mockRestore();
  }
});

const whole = opened().encode(state);

test.each([
  ['nothing', null, 'EMPTY'],
  ['fewer than five bytes', whole.subarray(0, 4), 'NOT_CONFLUENT'],
  ['another format', Buffer.concat([Buffer.from([1]), whole.subarray(1)]), 'NOT_CONFLUENT'],
  ['a schema nobody taught', olderBytes, 'UNKNOWN_SCHEMA'],
  ['an end cut off', whole.subarray(0, -3), 'TRUNCATED'],
  ['bytes left over', Buffer.concat([whole, Buffer.from([0])]), 'TRAILING_BYTES'],
])('%s is refused with its reason', (_name, bytes, reason) => {
  expect(opened().decode(bytes)).toMatchObject({ ok: false, reason });
});

test('a value larger than the scratch buffer is encoded whole', () => {
  const codec = opened();
  const large = { ...state, etag: 'x'.repeat(200_000) };
  expect(codec.decode(codec.encode(large))).toEqual({ ok: true, value: large });
});
