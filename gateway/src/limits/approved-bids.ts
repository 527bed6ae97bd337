/** Approved bids on their way to their lots; sent again when a gateway died in between. */
import { randomUUID } from 'node:crypto';
import type { Decision } from '../bids-contract.ts';
import { decisionOf } from '../bids/decision.ts';
import type { ApprovalItem } from '../limits-contract.ts';
import {
  approvalsOf,
  isOwnLotKind,
  keepOutcome,
  keepSentAs,
  unansweredBids,
} from './approval-store.ts';
import type { OwnLotKind } from './approval-store.ts';
import { boundsOf } from './limit-store.ts';
import type { LimitWorld } from './limit-routes.ts';
import { approvedWish } from './parked-bid.ts';

/**
 * Sends an approved bid in the name of who placed it; its key is the approval's, so that approving
 * twice is one bid.
 * @returns undefined: not decided yet. @throws StoreAway
 */
export async function sendApproved(
  world: LimitWorld,
  orgId: string,
  item: ApprovalItem,
  sentAs: string,
): Promise<Decision | undefined> {
  const { commandId, kind } = item;
  if (isOwnLotKind(kind)) return sendWish(world, orgId, { ...item, kind }, sentAs);
  const decision = await world.sendOrder(orgId, item, sentAs);
  if (decision === undefined) return undefined;
  const told = { result: decision.outcome, code: decision.reason ?? null };
  await keepOutcome(world.postgres, orgId, commandId, told);
  return decision;
}

type Wished = Omit<ApprovalItem, 'kind'> & { readonly kind: OwnLotKind };

async function sendWish(
  { desk, postgres }: LimitWorld,
  orgId: string,
  { commandId, lotId, userId, kind, amount, currency }: Wished,
  sentAs: string,
): Promise<Decision | undefined> {
  const key = { clientId: `approval/${commandId}`, clientSeq: 1 };
  const wish = approvedWish({ kind, amountMinor: amount, currency: currency ?? '' });
  const bounds = await boundsOf(postgres, orgId, null, lotId);
  const way = { isLimited: bounds.isLimited, currency: bounds.currency, refused: null };
  const { letter } = await desk.sendFor({ orgId, userId }, lotId, key, wish, sentAs, way);
  const outcome = letter?.outcome ?? null;
  if (outcome === null) return undefined;
  await keepOutcome(postgres, orgId, commandId, outcome);
  return decisionOf(sentAs, outcome, letter?.isRepeat === true);
}

const batchMax = 20;

/**
 * Sends approved bids again that no lot has answered; the key is the same, so a lot that had taken one
 * says so again. What the table letter has meanwhile is kept instead.
 * @returns false: the next look is in time. @throws StoreAway
 */
export async function resendApproved(world: LimitWorld): Promise<boolean> {
  const { postgres, now } = world;
  for (const { organisationId, commandId } of await unansweredBids(postgres, now(), batchMax)) {
    const sentAs = randomUUID();
    const item = await postgres.transaction({ organisationId }, async (tx) => {
      const [found] = await approvalsOf(tx, organisationId, now(), commandId);
      if (found && found.outcome === null) await keepSentAs(tx, commandId, sentAs);
      return found;
    });
    if (item === undefined) continue;
    if (item.outcome === null) await sendApproved(world, organisationId, item, sentAs);
    else {
      const told = { result: item.outcome, code: item.reason };
      await keepOutcome(postgres, organisationId, commandId, told);
    }
  }
  return false;
}
