import { withBackends } from '../testing/backends.ts';
import { openCassandraStore } from '../testing/cassandra-store.ts';
import type { CassandraStore } from '../testing/cassandra-store.ts';
import { packedByNode, routingKey, writeRows } from './rows-by-node.ts';
import type { RowWrite } from './rows-by-node.ts';

withBackends(import.meta.filename, ['cassandra'], ({ cassandra, name }) => {
  let store: CassandraStore;
  beforeAll(async () => {
    const { contactPoints, dataCenter } = cassandra;
    store = await openCassandraStore({ contactPoints, datacenter: dataCenter, keyspace: name });
  });
  afterAll(() => store.close());

  const idRow = (n: number, text = 'c'): RowWrite => ({
    query:
      'INSERT INTO archived_lot (lot_id, version, month, part, checksum) VALUES (?, ?, ?, ?, ?)',
    params: [`lot-${n}`, n, '2026-01', 1, text],
    partition: [`lot-${n}`],
  });
  const partRow = (n: number): RowWrite => ({
    query:
      'INSERT INTO archived_lot_by_part (month, part, lot_id, version, lot) VALUES (?, ?, ?, ?, ?)',
    params: ['2026-01', n, `lot-${n}`, 1, '{}'],
    partition: ['2026-01', n],
  });

  test.each([
    ['archived_lot', 'token(lot_id)', idRow(7)],
    ['archived_lot_by_part', 'token(month, part)', partRow(300_000)],
    ['archived_lot_by_part', 'token(month, part)', partRow(-1)],
  ])('a key of %s hashes as the server has it', async (table, token, row) => {
    await store.client.execute(`TRUNCATE ${table}`);
    await writeRows(store.client, [row], 1);
    const found = await store.client.execute(`SELECT ${token} AS hashed FROM ${table}`);
    const ours = store.client.metadata.newToken(routingKey(row.partition));
    expect(String(ours.getValue())).toBe(String(found.first().get('hashed')));
  });

  test('rows of a node share requests, every row is written', async () => {
    await store.client.execute('TRUNCATE archived_lot');
    const rows = Array.from({ length: 1_000 }, (_, n) => idRow(n, 'c'.repeat(64)));
    const packs = await packedByNode(store.client, rows);
    expect(packs.flat()).toEqual(rows);
    expect(packs.length).toBeLessThan(10);
    await writeRows(store.client, rows, 3);
    expect(await store.rows('archived_lot')).toHaveLength(1_000);
  });

  test('a row larger than a pack goes by itself, the largest pack is one the server takes', async () => {
    await store.client.execute('TRUNCATE archived_lot');
    const texts = ['c', 'c'.repeat(90_000), 'c'.repeat(19_900), 'c', 'ü'.repeat(9_800), 'c'];
    const rows = texts.map((text, n) => idRow(n, text));
    const packs = await packedByNode(store.client, rows);
    expect(packs.map((pack) => pack.length)).toEqual([1, 1, 2, 2]);
    await writeRows(store.client, rows, 2);
    expect(await store.rows('archived_lot')).toHaveLength(texts.length);
  });

  test('no rows, no request', async () => {
    expect(await packedByNode(store.client, [])).toEqual([]);
    await writeRows(store.client, [], 2);
  });

  test('the first failure is told, and nothing new is begun', async () => {
    const wrong = { ...idRow(1), query: 'INSERT INTO nowhere (lot_id) VALUES (?)', params: ['x'] };
    await expect(writeRows(store.client, [wrong], 2)).rejects.toThrow(/nowhere|unconfigured/);
  });
});
