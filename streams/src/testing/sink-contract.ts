/** What every sink must do, run on the real stores. */
import { eventually } from './eventually.ts';
import type { Topic } from '@auction/avro/topics';
import type { LogBatch, LogRecord } from '../runtime/log.ts';
import { FencedError, type Sink } from '../runtime/sink.ts';

export interface SinkHarness {
  readonly topic: Topic;
  /**
   * CURRENT: one row per key, a former owner is refused, a tombstone deletes.
   * HISTORY: one row per version, for ever; a former owner can only repeat what is there.
   */
  readonly keeps: 'CURRENT' | 'HISTORY';
  /** A new instance, as another process would have it. */
  readonly open: () => Sink;
  /** A record of the n-th key; the same version always says the same. */
  readonly record: (
    n: number,
    version: number,
  ) => { readonly key: string; readonly value: Buffer | null };
  /** All rows of the store in an order of their own, positions excepted. */
  readonly rows: () => Promise<readonly unknown[]>;
  /** Forgets rows and positions, as a rebuild would begin. */
  readonly empty: () => Promise<void>;
  /** Calls `write` and cuts the sink's connections while it is under way; resolves when it ended. */
  readonly cutDuring: (write: () => Promise<void>) => Promise<void>;
  readonly close: () => Promise<void>;
}

type Content = readonly (readonly [key: number, version: number | null])[];

const PARTITION = 1;

/** @param open a harness on a store of its own; the suite empties it before each test */
export function sinkContract(name: string, open: () => Promise<SinkHarness>): void {
  describe(`sink contract: ${name}`, () => {
    let harness: SinkHarness;
    beforeAll(async () => {
      harness = await open();
    });
    beforeEach(() => harness.empty());
    afterAll(() => harness.close());

    positions(() => harness);
    versions(() => harness);
    ownership(() => harness);
    outages(() => harness);
  });
}

/** Records of versions (null: tombstone) from an offset on; a commit marker follows them. */
function batchOf(harness: SinkHarness, content: Content, from = 0): LogBatch {
  const topic = harness.topic.name;
  const records = content.map(([n, version], index): LogRecord => {
    const { key, value } = harness.record(n, version ?? 1);
    return {
      topic,
      partition: PARTITION,
      offset: from + index,
      key,
      value: version === null ? null : value,
      headers: {},
      timestamp: 1_789_000_000_000 + from + index,
    };
  });
  return { topic, partition: PARTITION, records, next: from + records.length + 1 };
}

const taken = async (harness: SinkHarness): Promise<[Sink, number]> => {
  const sink = harness.open();
  return [sink, await sink.take(harness.topic.name, PARTITION)];
};

async function writeAll(sink: Sink, batches: readonly LogBatch[]): Promise<void> {
  for (const batch of batches) await sink.write(batch);
}

/** Twelve keys in three versions each, in three batches; with `alone` in batches of one record. */
function story(harness: SinkHarness, alone = false): LogBatch[] {
  const content = [1, 2, 3].flatMap((version) =>
    Array.from({ length: 12 }, (_, n) => [n, version] as const),
  );
  const size = alone ? 1 : 17;
  const batches: LogBatch[] = [];
  for (let from = 0; from < content.length; from += size) {
    batches.push(batchOf(harness, content.slice(from, from + size), 2 * from));
  }
  return batches;
}

function positions(harness: () => SinkHarness): void {
  test('begins at 0 in an empty store, and where it stopped ever after', async () => {
    const [sink, first] = await taken(harness());
    expect(first).toBe(0);
    const batch = batchOf(harness(), [[1, 1]]);
    await sink.write(batch);
    expect((await taken(harness()))[1]).toBe(batch.next);
    const onlyMarkers = { ...batch, records: [], next: batch.next + 5 };
    const [later] = await taken(harness());
    await later.write(onlyMarkers);
    expect((await taken(harness()))[1]).toBe(onlyMarkers.next);
  });

  test('keeps partitions and topics apart', async () => {
    const [sink] = await taken(harness());
    await sink.write(batchOf(harness(), [[1, 1]]));
    expect(
      await harness()
        .open()
        .take(harness().topic.name, PARTITION + 1),
    ).toBe(0);
  });

  test('a replay into an empty store ends in equal rows, however it is cut into batches', async () => {
    const [sink] = await taken(harness());
    await writeAll(sink, story(harness()));
    const rows = await harness().rows();
    expect(rows.length).toBeGreaterThan(0);
    await harness().empty();
    expect(await harness().rows()).toEqual([]);
    const [again, from] = await taken(harness());
    expect(from).toBe(0);
    await writeAll(again, story(harness(), true));
    expect(await harness().rows()).toEqual(rows);
  });

  test('a record that cannot be read is set aside and holds nothing up', async () => {
    const [sink] = await taken(harness());
    const batch = batchOf(harness(), [
      [1, 1],
      [2, 1],
      [3, 1],
    ]);
    const records = batch.records.map((record, index) =>
      index === 1 ? { ...record, value: Buffer.from('not Avro') } : record,
    );
    await sink.write({ ...batch, records });
    const rows = await harness().rows();
    await harness().empty();
    const [clean] = await taken(harness());
    await clean.write({ ...batch, records: records.filter((_, index) => index !== 1) });
    expect(rows).toEqual(await harness().rows());
    expect((await taken(harness()))[1]).toBe(batch.next);
  });
}

function versions(harness: () => SinkHarness): void {
  test('an older version never overwrites a newer one', async () => {
    const [sink] = await taken(harness());
    const newest = batchOf(harness(), [
      [1, 1],
      [1, 2],
      [1, 3],
    ]);
    await sink.write(newest);
    const rows = await harness().rows();
    await sink.write(batchOf(harness(), [[1, 2]], newest.next));
    await sink.write(batchOf(harness(), [[1, 1]], newest.next + 5));
    expect(await harness().rows()).toEqual(rows);
  });

  test('a tombstone deletes a current row and leaves a history alone', async () => {
    const [sink] = await taken(harness());
    const before = batchOf(harness(), [
      [1, 1],
      [2, 1],
    ]);
    await sink.write(before);
    const rows = await harness().rows();
    const tombstones = batchOf(
      harness(),
      [
        [1, null],
        [3, 1],
        [3, null],
      ],
      before.next,
    );
    await sink.write(tombstones);
    const expected = harness().keeps === 'CURRENT' ? rows.length - 1 : rows.length + 1;
    expect(await harness().rows()).toHaveLength(expected);
    await sink.write(batchOf(harness(), [[1, 1]], tombstones.next));
    if (harness().keeps === 'CURRENT') expect(await harness().rows()).toEqual(rows);
  });
}

function ownership(harness: () => SinkHarness): void {
  test('a former owner changes nothing', async () => {
    const [former] = await taken(harness());
    const [owner] = await taken(harness());
    const first = batchOf(harness(), [[1, 1]]);
    const second = batchOf(harness(), [[2, 1]], first.next);
    await writeAll(owner, [first, second]);
    const rows = await harness().rows();
    if (harness().keeps === 'CURRENT') {
      await expect(former.write(first)).rejects.toThrow(FencedError);
    } else {
      await former.write(first);
    }
    expect(await harness().rows()).toEqual(rows);
    expect((await taken(harness()))[1]).toBe(second.next);
  });

  test('an owner that takes its partition again goes on', async () => {
    const [sink] = await taken(harness());
    const first = batchOf(harness(), [[1, 1]]);
    await sink.write(first);
    expect(await sink.take(harness().topic.name, PARTITION)).toBe(first.next);
    await sink.write(batchOf(harness(), [[2, 1]], first.next));
    expect(await harness().rows()).toHaveLength(2);
  });
}

function outages(harness: () => SinkHarness): void {
  test('a write cut in the middle is repeated without doubling, by the same instance', async () => {
    const [sink] = await taken(harness());
    const first = batchOf(harness(), [[1, 1]]);
    await sink.write(first);
    const many = batchOf(
      harness(),
      Array.from({ length: 2_000 }, (_, n) => [n, 2] as const),
      first.next,
    );
    await harness().cutDuring(() => sink.write(many));
    // As the runner does, which has no deadline: a client needs a moment to connect again, and a slow
    // server goes on for a while with what it had been sent.
    await eventually(() => sink.write(many), { withinMs: 60_000 });
    const rows = await harness().rows();
    expect((await taken(harness()))[1]).toBe(many.next);

    await harness().empty();
    const [undisturbed] = await taken(harness());
    await writeAll(undisturbed, [first, many]);
    expect(rows).toEqual(await harness().rows());
  });

  test('a batch that comes again after its answer was lost counts once', async () => {
    const [sink] = await taken(harness());
    const batch = batchOf(harness(), [
      [1, 1],
      [2, 1],
    ]);
    await writeAll(sink, [batch, batch]);
    expect(await harness().rows()).toHaveLength(2);
    expect((await taken(harness()))[1]).toBe(batch.next);
  });
}
