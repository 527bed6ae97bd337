import type pg from 'pg';

/**
 * Runs `work` in one transaction: commits what it returns, rolls back what it throws.
 * @throws what `work` or the database throws; after a failed commit the outcome is not known
 */
export async function inTransaction<T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    // On a broken connection this fails too, and the server rolls back by itself.
    await Promise.allSettled([client.query('ROLLBACK')]);
    throw error;
  }
}
