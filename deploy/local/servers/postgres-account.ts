/** The one Postgres account of an instance, its password and its databases. */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Places } from '../places.ts';

export const postgresUser = 'auction';
export const auctionDatabase = 'auction';
export const registryDatabase = 'registry';

export const passwordFileIn = (places: Places): string =>
  join(places.secretsDir, 'postgres-password');

/** Reads the password, or makes one up at the first start; readable by the owner alone. */
export function postgresPassword(places: Places): string {
  const file = passwordFileIn(places);
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    const password = randomBytes(24).toString('base64url');
    writeFileSync(file, `${password}\n`, { mode: 0o600 });
    return password;
  }
}
