/** What has to be done for a placement now, and when it must be looked at next. No clock, no network. */
import type { Placement } from '@auction/avro/records';
import { isStanding } from '../domain/placement/placement.ts';
import { claimGoodMs } from '../domain/placement/read-times.ts';

export type Step =
  | { readonly kind: 'CLAIM'; readonly attempt: number }
  | { readonly kind: 'SEND'; readonly attempt: number }
  | { readonly kind: 'LOST_TRACK'; readonly attempt: number }
  | { readonly kind: 'READ' };

export interface Planned {
  readonly step: Step;
  /** Epoch ms; 0: at once. */
  readonly dueAt: number;
}

/** A claim this old is not acted upon: its holder slept, and somebody may have given it up. */
const sendWithinMs = 2_000;

/** @param runner this process @param now epoch ms @returns undefined: nothing, ever, as it stands */
export function planned(placement: Placement, runner: string, now: number): Planned | undefined {
  const { state, attempt, claim, isLanded, nextReadAt } = placement;
  if (placement.mode !== 'API') return undefined;
  if (state === 'REQUESTED') return { step: { kind: 'CLAIM', attempt: attempt + 1 }, dueAt: 0 };
  if (state === 'SUBMITTING' && !isLanded) {
    const claimedAt = claim?.at ?? now;
    const isMine = claim?.runner === runner && now - claimedAt < sendWithinMs;
    if (isMine) return { step: { kind: 'SEND', attempt }, dueAt: 0 };
    return { step: { kind: 'LOST_TRACK', attempt }, dueAt: claimedAt + claimGoodMs };
  }
  const isRead = state === 'UNKNOWN' || state === 'SUBMITTING' || isStanding(state);
  return isRead && nextReadAt !== null ? { step: { kind: 'READ' }, dueAt: nextReadAt } : undefined;
}

/**
 * Names a step of a placement: it is begun once, and again only when nothing came of it for long. A
 * send is named by its attempt alone: other orders may come while it is under way.
 */
export const stepName = ({ version, order }: Placement, step: Step): string =>
  step.kind === 'READ' ? `${version}/READ` : `${order.orderId}/${step.attempt}/${step.kind}`;
