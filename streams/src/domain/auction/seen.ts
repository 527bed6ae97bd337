/** Memory of commands, so that the same one twice has one effect (bidding.md section 6). */
import type { Party } from './book.ts';
import type { Command, Wish } from './command.ts';
import type { Outcome } from './letter.ts';

/** What a command wished, as far as two commands of one number must agree. As `CommandContent`. */
export interface Content {
  readonly type: string;
  /** Kind of a bid; '' for other wishes. */
  readonly kind: string;
  /** Minor units; 0 for wishes without an amount. */
  readonly amountMinor: number;
  /** Organisation whose bid is taken back; '' for other wishes. */
  readonly target: string;
}

/** The last command of a client. As the Avro record `SeenCommand`. */
export interface SeenCommand {
  readonly clientId: string;
  readonly clientSeq: number;
  readonly content: Content;
  readonly outcome: Outcome;
}

/** Clients remembered per organisation and lot; the one that was silent longest leaves. */
export const clientsMax = 32;

export function contentOf(wish: Wish): Content {
  switch (wish.type) {
    case 'PLACE_BID':
      return {
        type: wish.type,
        kind: wish.bid.kind,
        amountMinor: wish.bid.amountMinor,
        target: '',
      };
    case 'BUY_NOW':
    case 'COUNTER':
      return { type: wish.type, kind: '', amountMinor: wish.amountMinor, target: '' };
    case 'RETRACT_BID':
      return { type: wish.type, kind: '', amountMinor: 0, target: wish.targetOrg };
    default:
      return { type: wish.type, kind: '', amountMinor: 0, target: '' };
  }
}

function isSame(content: Content, other: Content): boolean {
  return (
    content.amountMinor === other.amountMinor &&
    content.type === other.type &&
    content.kind === other.kind &&
    content.target === other.target
  );
}

/** NEW: decide it; STALE: another command of this number, or a later one, was decided. */
export type Sighting = 'NEW' | 'STALE' | SeenCommand;

/** Whether a command was seen before; if so, the entry with its outcome. */
export function sighting(party: Party, { sender, wish }: Command): Sighting {
  for (const entry of party.seen) {
    if (entry.clientId !== sender.clientId) continue;
    if (sender.clientSeq > entry.clientSeq) return 'NEW';
    const isRepeat = sender.clientSeq === entry.clientSeq && isSame(entry.content, contentOf(wish));
    return isRepeat ? entry : 'STALE';
  }
  return 'NEW';
}

/** Remembers what became of a command: the newest first. */
export function remember(party: Party, { sender, wish }: Command, outcome: Outcome): void {
  const { clientId, clientSeq } = sender;
  const entry: SeenCommand = { clientId, clientSeq, content: contentOf(wish), outcome };
  const { seen } = party;
  let place = seen.findIndex((one) => one.clientId === clientId);
  if (place < 0) place = seen.length < clientsMax ? seen.length : clientsMax - 1;
  for (let index = place; index > 0; index -= 1) {
    const newer = seen[index - 1];
    if (newer !== undefined) seen[index] = newer;
  }
  seen[0] = entry;
}
