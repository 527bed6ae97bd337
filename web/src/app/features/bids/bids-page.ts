import { Component, computed, inject, resource, signal } from '@angular/core';
import type { PlacementItem } from '@auction/gateway/contract';
import { RouterLink } from '@angular/router';
import { Rest } from '../../api/rest.ts';
import { Bidding, isDecided } from '../../bids/bidding.ts';
import { decisionText } from '../../bids/decision-words.ts';
import { approvalText } from '../../bids/approval-words.ts';
import { noteOf, placementFacts, wordsOf } from '../../bids/placement-words.ts';
import { Placements } from '../../bids/placements.ts';
import type { BidItem, BidList } from '@auction/gateway/contract';
import { onEvent } from '../../live/on-event.ts';
import { Attempt } from '../../ui/attempt.ts';
import { calmName } from '../../ui/calm.ts';
import { latest } from '../../ui/latest.ts';
import { money } from '../../ui/money.ts';
import { refreshing } from '../../ui/refreshing.ts';
import { ProblemNotice } from '../../ui/problem-notice.ts';
import { problemText } from '../../ui/problem-text.ts';
import type { Tone } from '../../ui/statuses.ts';
import { dayTime } from '../../ui/times.ts';

/** Events bring news at once; this finds what changed without one, as an end that was moved. */
const REFRESH_MS = 15_000;

const positions: Readonly<
  Record<NonNullable<BidItem['position']>, { readonly word: string; readonly tone: Tone }>
> = {
  LEADING: { word: 'Leading', tone: 'good' },
  OUTBID: { word: 'Outbid', tone: 'bad' },
  WON: { word: 'Won', tone: 'good' },
  LOST: { word: 'Lost', tone: 'calm' },
  VOIDED: { word: 'Taken back', tone: 'calm' },
  COUNTERED: { word: 'Counter-offer', tone: 'warn' },
};

/** The organisation's bids, newest first: where it leads, where it was outbid, what it won. */
@Component({
  selector: 'am-bids-page',
  imports: [ProblemNotice, RouterLink],
  templateUrl: './bids-page.html',
})
export class BidsPage {
  readonly #rest = inject(Rest);
  readonly #bidding = inject(Bidding);
  protected readonly answering = new Attempt();
  protected readonly problem = problemText;
  protected readonly refusal = signal<string | null>(null);
  protected readonly bids = resource({
    loader: ({ abortSignal }) => this.#rest.get<BidList>('/api/bids', {}, abortSignal),
  });
  readonly #list = latest(this.bids);
  protected readonly rows = computed(() => this.#list()?.bids.map(toRow));
  readonly #placements = inject(Placements);
  protected readonly elsewhere = resource({
    loader: ({ abortSignal }) => this.#placements.list(abortSignal),
  });
  readonly #placed = latest(this.elsewhere);
  /** Bids at other sites. */
  protected readonly placed = computed(() => this.#placed()?.placements.map(toPlaced) ?? []);

  constructor() {
    refreshing(this.bids, REFRESH_MS);
    refreshing(this.elsewhere, REFRESH_MS);
    onEvent(() => this.bids.reload());
  }

  /** Answers the seller's counter-offer. */
  protected async answer({ lotId, currency }: Row, answer: 'accept' | 'decline'): Promise<void> {
    this.refusal.set(null);
    await this.answering.run(async () => {
      const told = await this.#bidding.answerCounter(lotId, answer);
      if (isDecided(told) && told.outcome === 'REJECTED') {
        this.refusal.set(decisionText(told, currency).text);
      }
    });
    this.bids.reload();
  }
}

type Row = ReturnType<typeof toRow>;

function toRow(bid: BidItem) {
  const { lotId, currency, position, reason, approval, at } = bid;
  const refused = { commandId: '', outcome: 'REJECTED', reason: reason ?? '' } as const;
  const parked = approval === null ? null : approvalText(approval);
  const state =
    position === null
      ? (parked ?? ({ word: 'Refused', tone: 'bad' } as const))
      : positions[position];
  return {
    lotId,
    currency,
    title: calmName(bid.title ?? `Lot ${lotId}`),
    ...{ word: state.word, tone: state.tone },
    facts: factsOf(bid).join(' · '),
    refusal: parked?.text ?? (reason === null ? null : decisionText(refused, currency).text),
    isCountered: position === 'COUNTERED',
    at: dayTime(at),
  };
}

function toPlaced(of: PlacementItem) {
  const { lotId, title, state, mode, at } = of;
  const { word, tone } = wordsOf(of);
  const isReported = mode === 'ASSISTED' && state !== 'REJECTED';
  return {
    ...{ lotId, word, tone, at: dayTime(at) },
    title: calmName(title ?? `Lot ${lotId}`),
    facts: [of.site, ...placementFacts(of)].join(' · '),
    note: [isReported ? 'Reported by you; we cannot see it.' : '', noteOf(of)].join(' ').trim(),
  };
}

function factsOf({ currency, price, ownMax, amount, endsAt, position }: BidItem): string[] {
  const text = (word: string, minor: number | null) =>
    minor === null || currency === null ? [] : [`${word} ${money(minor, currency)}`];
  const isOver = position === 'WON' || position === 'LOST';
  return [
    ...text('price', price),
    ...text('your maximum', ownMax),
    ...text(position === 'COUNTERED' ? 'the seller asks' : 'to pay', amount),
    ...(endsAt === null ? [] : [`${isOver ? 'ended' : 'ends'} ${dayTime(endsAt)}`]),
  ];
}
