/** What the archive command is asked for. */
import { parseArgs } from 'node:util';
import { beforeAtOf } from './before-date.ts';
import { logKinds } from './log-part-store.ts';
import type { LogKind } from './log-part-store.ts';

export const usage = `Usage:
  npm run archive -- data --before YYYY-MM-DD [--dry-run] [--json]
  npm run archive -- restore --month YYYY-MM [--dry-run] [--json]
  npm run archive -- logs --before YYYY-MM-DD [--dry-run] [--json]
  npm run archive -- restore-logs --month YYYY-MM [--kind application|audit] [--json]
  npm run archive -- verify [--json]`;

export type Asked = { readonly json: boolean } & (
  | { readonly command: 'verify' }
  | { readonly command: 'data'; readonly beforeAt: number; readonly dry: boolean }
  | { readonly command: 'restore'; readonly month: string; readonly dry: boolean }
  | { readonly command: 'logs'; readonly beforeAt: number; readonly dry: boolean }
  | { readonly command: 'restore-logs'; readonly month: string; readonly kinds: readonly LogKind[] }
);

/** @throws Error for people: how it is used, or which date cannot be taken */
export function askedOf(argv: readonly string[], now: number): Asked {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      before: { type: 'string' },
      month: { type: 'string' },
      kind: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const { json, before, month, kind, 'dry-run': dry } = values;
  const [command] = positionals;
  if (command === 'verify') return { command, json };
  if ((command === 'data' || command === 'logs') && before !== undefined) {
    const beforeAt = beforeAtOf(before, now);
    if (!beforeAt.ok) throw new Error(`--before ${before}: ${beforeAt.detail}`);
    return { command, json, dry, beforeAt: beforeAt.value };
  }
  if ((command === 'restore' || command === 'restore-logs') && month !== undefined) {
    if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) {
      throw new Error(`--month ${month}: is no month like 2026-08`);
    }
    if (command === 'restore') return { command, json, dry, month };
    const kinds = logKinds.filter((each) => kind === undefined || kind === each);
    if (kinds.length > 0) return { command, json, month, kinds };
  }
  throw new Error(usage);
}
