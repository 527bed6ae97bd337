/** Passwords and tokens of one instance: made up at its first start, readable by their owner alone. */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Places } from './places.ts';

export type SecretName =
  | 'postgres-password'
  | 'postgres-app-password'
  | 'internal-token'
  | 'copart-auth-key'
  | 'site-key'
  | 'site-token-key'
  | 'vapid-private-key'
  | 'manheim-hook-secret';

/** Bytes of a secret that must have so many; the others have 24. */
const lengths: Readonly<Partial<Record<SecretName, number>>> = { 'vapid-private-key': 32 };
const usualLength = 24;

/** Random bits in URL-safe base64, 192 of them unless it needs more, the same at every call for one data folder. */
export function secretIn(places: Places, name: SecretName): string {
  const file = join(places.secretsDir, name);
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    const secret = randomBytes(lengths[name] ?? usualLength).toString('base64url');
    writeFileSync(file, `${secret}\n`, { mode: 0o600 });
    return secret;
  }
}
