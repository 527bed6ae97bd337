/**
 * Which way a command takes to its lot. THE one choice, for the gateway and for robots: what binds an
 * organisation that has a limit goes by the limiter, everything else straight (bidding.md section 10).
 */
import type { LimitCommand, LotCommand } from './records.ts';
import { topics } from './topics.ts';

/** What the sender knows of the limit and the lot. */
export interface RouteFacts {
  /** The organisation has a limit. `true` is always safe: without one the limiter lets everything pass. */
  readonly isLimited: boolean;
  /** ISO 4217 code of the lot; null: not known. */
  readonly currency: string | null;
}

export type CommandRoute =
  | {
      readonly topic: typeof topics.lotsCommands;
      readonly key: string;
      readonly record: LotCommand;
    }
  | {
      readonly topic: typeof topics.limitsCommands;
      readonly key: string;
      readonly record: LimitCommand;
    };

/** Whether the command binds its organisation to an amount when it is accepted. */
export const isBinding = ({ kind }: Pick<LotCommand, 'kind'>): boolean =>
  kind === 'PLACE_BID' || kind === 'BUY_NOW' || kind === 'ACCEPT_COUNTER';

/** @returns a record of limits.commands; all bodies but the given are null */
export const limitCommand = (
  given: Pick<LimitCommand, 'kind' | 'orgId'> & Partial<LimitCommand>,
): LimitCommand => ({
  ...{ bid: null, order: null, letter: null, placement: null, limits: null, settled: null },
  ...given,
});

/** @returns topic, key and record of the command; one that is refused already binds to nothing */
export function commandRoute(command: LotCommand, facts: RouteFacts): CommandRoute {
  const { lotId, sender } = command;
  if (!facts.isLimited || sender === null || sender.refused !== null || !isBinding(command)) {
    return { topic: topics.lotsCommands, key: lotId, record: command };
  }
  const { orgId } = sender;
  const { currency } = facts;
  const record = limitCommand({ kind: 'BID', orgId, bid: { command, currency } });
  return { topic: topics.limitsCommands, key: orgId, record };
}
