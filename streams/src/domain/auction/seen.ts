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

/** A client's last command as it is kept on the log. As the Avro record `SeenCommand`. */
export interface SeenRecord {
  readonly clientId: string;
  readonly clientSeq: number;
  readonly content: Content;
  readonly outcome: Outcome;
}

/** Clients remembered per organisation and lot; the one that was silent longest leaves. */
export const clientsMax = 32;

const kindOf = (wish: Wish): string => (wish.type === 'PLACE_BID' ? wish.bid.kind : '');
const targetOf = (wish: Wish): string => (wish.type === 'RETRACT_BID' ? wish.targetOrg : '');

function amountOf(wish: Wish): number {
  if (wish.type === 'PLACE_BID') return wish.bid.amountMinor;
  return wish.type === 'BUY_NOW' || wish.type === 'COUNTER' ? wish.amountMinor : 0;
}

/**
 * The last command of a client, overwritten by its next one. Flat, and one object for as long as the
 * client is remembered: what lives as long as its lot is dear to allocate anew with every bid.
 */
export class SeenCommand implements SeenRecord {
  readonly clientId: string;
  clientSeq = 0;
  type = '';
  kind = '';
  amountMinor = 0;
  target = '';
  result: Outcome['result'] = 'REJECTED';
  position: Outcome['position'] = null;
  ownMaxMinor: number | null = null;
  priceMinor: number | null = null;
  code: Outcome['code'] = null;
  askMinor: number | null = null;
  reasons: Outcome['reasons'] = [];
  closedSeq: number | null = null;
  letterNumber = 0;

  constructor(clientId: string) {
    this.clientId = clientId;
  }

  static of({ clientId, clientSeq, content, outcome }: SeenRecord): SeenCommand {
    const { type, kind, amountMinor, target } = content;
    const seen = new SeenCommand(clientId);
    seen.clientSeq = clientSeq;
    seen.type = type;
    seen.kind = kind;
    seen.amountMinor = amountMinor;
    seen.target = target;
    seen.#settle(outcome);
    return seen;
  }

  get content(): Content {
    const { type, kind, amountMinor, target } = this;
    return { type, kind, amountMinor, target };
  }

  get outcome(): Outcome {
    const { result, position, ownMaxMinor, priceMinor, code } = this;
    const { askMinor, reasons, closedSeq, letterNumber } = this;
    const said = { result, position, ownMaxMinor, priceMinor, code };
    return { ...said, askMinor, reasons, closedSeq, letterNumber };
  }

  /** Whether this is what the command wished. */
  wished(wish: Wish): boolean {
    return (
      this.amountMinor === amountOf(wish) &&
      this.type === wish.type &&
      this.kind === kindOf(wish) &&
      this.target === targetOf(wish)
    );
  }

  /** Makes the client's next command the last one. */
  replace({ sender, wish }: Command, outcome: Outcome): void {
    this.clientSeq = sender.clientSeq;
    this.type = wish.type;
    this.kind = kindOf(wish);
    this.amountMinor = amountOf(wish);
    this.target = targetOf(wish);
    this.#settle(outcome);
  }

  #settle(outcome: Outcome): void {
    this.result = outcome.result;
    this.position = outcome.position;
    this.ownMaxMinor = outcome.ownMaxMinor;
    this.priceMinor = outcome.priceMinor;
    this.code = outcome.code;
    this.askMinor = outcome.askMinor;
    this.reasons = outcome.reasons;
    this.closedSeq = outcome.closedSeq;
    this.letterNumber = outcome.letterNumber;
  }
}

/** NEW: decide it; STALE: another command of this number, or a later one, was decided. */
export type Sighting = 'NEW' | 'STALE' | SeenCommand;

/** Whether a command was seen before; if so, the entry with its outcome. */
export function sighting(party: Party, { sender, wish }: Command): Sighting {
  for (const entry of party.seen) {
    if (entry.clientId !== sender.clientId) continue;
    if (sender.clientSeq > entry.clientSeq) return 'NEW';
    return sender.clientSeq === entry.clientSeq && entry.wished(wish) ? entry : 'STALE';
  }
  return 'NEW';
}

function placeOf(seen: readonly SeenCommand[], clientId: string): number {
  for (let index = 0; index < seen.length; index += 1) {
    if (seen[index]?.clientId === clientId) return index;
  }
  return -1;
}

/** Remembers what became of a command: the newest first. */
export function remember({ seen }: Party, command: Command, outcome: Outcome): void {
  const { clientId } = command.sender;
  const known = placeOf(seen, clientId);
  const entry = seen[known] ?? new SeenCommand(clientId);
  entry.replace(command, outcome);
  if (known === 0) return;
  if (known > 0) seen.splice(known, 1);
  else if (seen.length >= clientsMax) seen.pop();
  seen.unshift(entry);
}
