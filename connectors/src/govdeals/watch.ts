/** Which lots were open at the last complete sweep: those that vanish are asked about before they close. */
import { z } from 'zod';

/** By id: announced end, epoch ms; 0 where none was told. */
export type Watch = ReadonlyMap<string, number>;

const saved = z.object({ watch: z.record(z.string(), z.number()) });

export function watchOf(cursor: string | null): Watch {
  if (cursor === null) return new Map();
  const read = saved.safeParse(JSON.parse(cursor));
  return new Map(read.success ? Object.entries(read.data.watch) : []);
}

export const cursorOf = (watch: Watch): string =>
  JSON.stringify({ watch: Object.fromEntries(watch) });
