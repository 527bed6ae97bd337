import { limitCommand } from './command-route.ts';
import type { LimitCommand, PlacementCommand } from './records.ts';
import { topics } from './topics.ts';

/** The record of a command from what it says; bodies that are left out are null. */
export const placementCommand = (
  said: Pick<PlacementCommand, 'commandId' | 'orgId' | 'lotId' | 'at' | 'kind'> &
    Partial<PlacementCommand>,
): PlacementCommand => ({
  order: null,
  claim: null,
  answer: null,
  read: null,
  reportedMinor: null,
  result: null,
  priceMinor: null,
  ...said,
});

export type PlacementRoute =
  | {
      readonly topic: typeof topics.placementsCommands;
      readonly key: string;
      readonly record: PlacementCommand;
    }
  | {
      readonly topic: typeof topics.limitsCommands;
      readonly key: string;
      readonly record: LimitCommand;
    };

/**
 * Which way a command takes to its placement: what would bind an organisation that has a limit goes by
 * the limiter, everything else straight (bidding.md section 12: the same limits as for own lots).
 * @param isLimited `true` is always safe: without a limit the limiter lets everything pass
 */
export function placementRoute(command: PlacementCommand, isLimited: boolean): PlacementRoute {
  const { orgId, lotId, order } = command;
  if (!isLimited || order === null || order.refused !== null) {
    return { topic: topics.placementsCommands, key: `${orgId}/${lotId}`, record: command };
  }
  const record = limitCommand({ kind: 'ORDER', orgId, order: command });
  return { topic: topics.limitsCommands, key: orgId, record };
}
