/** What the connector tells the sender of a file, one JSON line each. */
import { z } from 'zod';

export const importEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), rows: z.number() }),
  /** The file is published; what became of it downstream is seen on the topics. */
  z.object({
    kind: z.literal('done'),
    snapshotId: z.string(),
    sequence: z.number(),
    /** Epoch ms. */
    observedAt: z.number(),
    rows: z.number(),
    published: z.number(),
    /** Rows the connector could not read; they are on the raw topic as UNREADABLE. */
    rejected: z.number(),
    bytes: z.number(),
    sha256: z.string(),
    complete: z.boolean(),
    /** Why it closes nobody, as `CODE: text`; null when complete. */
    reason: z.string().nullable(),
    warnings: z.array(z.string()),
    /** End offsets of the raw topic's partitions behind this snapshot. */
    ends: z.array(z.number()),
  }),
  /** Nothing was published. */
  z.object({ kind: z.literal('refused'), reason: z.string() }),
  /** The log did not take it; sending it again may help. */
  z.object({ kind: z.literal('failed'), reason: z.string() }),
]);

export type ImportEvent = z.infer<typeof importEvent>;
export type ImportDone = Extract<ImportEvent, { kind: 'done' }>;
