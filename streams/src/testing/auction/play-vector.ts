/** Plays a vector through the fold and says where it ends otherwise than written. */
import type { Book } from '../../domain/auction/book.ts';
import type { Command } from '../../domain/auction/command.ts';
import type { Outcome } from '../../domain/auction/letter.ts';
import { aBid, aCommand, anOpenLot, engine, opensAt, someTerms } from './an-own-lot.ts';
import type { Engine } from './an-own-lot.ts';
import type { Vector } from './bid-vectors.ts';

function commandOf(wish: string): Command {
  const [orgId = '', what = '', phase] = wish.split(' ');
  if (what === 'removed') {
    const retraction = { type: 'RETRACT_BID', targetOrg: orgId, reasonCode: 'TEST' } as const;
    return aCommand(retraction, { orgId: 'platform', isAdmin: true });
  }
  const bid = aBid({
    kind: what.startsWith('F') ? 'FLAT' : 'PROXY',
    amountMinor: Math.round(Number(what.slice(1)) * 100),
    phase: phase === 'PRE' ? 'PRE' : 'LIVE',
  });
  return aCommand({ type: 'PLACE_BID', bid }, { orgId });
}

function resultOf(book: Book, outcome: Outcome | null | undefined): string {
  if (outcome != null && outcome.code !== null) {
    return [outcome.code, outcome.askMinor]
      .map((part) => (typeof part === 'number' ? part / 100 : part))
      .filter((part) => part !== null)
      .join(' ');
  }
  const { market } = book;
  if (market.leader === undefined) return 'none';
  const isMet = market.terms.reserveMinor !== null && market.isReserveMet;
  return `${market.priceMinor / 100} ${market.leader.orgId}${isMet ? ' met' : ''}`;
}

/** @returns what came out otherwise, as text; empty when the vector holds */
export function vectorFaults({ terms, lines }: Vector, by: Engine = engine): string[] {
  const book = anOpenLot(someTerms(terms), by);
  return lines.flatMap((line) => {
    const [wish = '', expected = ''] = line.split(' -> ');
    const { letters } = by.take('L', book, commandOf(wish), opensAt);
    const found = resultOf(book, letters[0]?.outcome);
    return found === expected ? [] : [`${wish}: ${found} instead of ${expected}`];
  });
}
