/** The day before which lots are archived, as people write it. */

export type BeforeDate =
  { readonly ok: true; readonly value: number } | { readonly ok: false; readonly detail: string };

/**
 * @param text `YYYY-MM-DD`, a day in UTC
 * @param now epoch ms
 * @returns first instant of that day, epoch ms
 */
export function beforeAtOf(text: string, now: number): BeforeDate {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text) {
    return { ok: false, detail: 'is no day like 2026-08-31' };
  }
  if (at > now) return { ok: false, detail: 'lies in the future' };
  return { ok: true, value: at };
}
