import { z } from 'zod';

/** Settings a fault may take; those it has no use for are ignored. */
export const faultSettings = z.object({
  /** Share of the lots or of the bytes, where the fault is about one. */
  share: z.number().gt(0).lt(1).optional(),
  /** HTTP status of `down`. */
  status: z.number().int().min(500).max(599).optional(),
  /** Retry-After of `throttled`; absent: none is sent. */
  retryAfterSeconds: z.number().int().nonnegative().optional(),
  /** How fast `drip` sends. */
  bytesPerSecond: z.number().int().positive().optional(),
  /** Where `redirect` leads. */
  location: z.string().optional(),
  /** Number of the error an `offer-error` answers with. */
  errorId: z.number().int().optional(),
});
export type FaultSettings = z.output<typeof faultSettings>;
