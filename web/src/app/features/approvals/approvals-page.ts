import { Component, computed, inject, resource, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { ApprovalItem, ApprovalList, Decision, Undecided } from '@auction/gateway/contract';
import { Account } from '../../account/account.ts';
import { Rest } from '../../api/rest.ts';
import { isDecided } from '../../bids/bidding.ts';
import { decisionText, type Told } from '../../bids/decision-words.ts';
import { LimitsCard } from '../account/limits-card.ts';
import { Attempt } from '../../ui/attempt.ts';
import { calmName } from '../../ui/calm.ts';
import { Dialog } from '../../ui/dialog.ts';
import { latest } from '../../ui/latest.ts';
import { money } from '../../ui/money.ts';
import { ProblemNotice } from '../../ui/problem-notice.ts';
import { problemText } from '../../ui/problem-text.ts';
import { refreshing } from '../../ui/refreshing.ts';
import { TextField } from '../../ui/text-field.ts';
import type { Tone } from '../../ui/statuses.ts';
import { dayTime } from '../../ui/times.ts';

const APPROVALS = '/api/approvals';
const REFRESH_MS = 5_000;
const NOTE_MAX = 300;

const kinds: Readonly<Record<ApprovalItem['kind'], string>> = {
  FLAT: 'One bid of',
  PROXY: 'A maximum of',
  BUY_NOW: 'Buying at once for',
  ACCEPT_COUNTER: 'Accepting the counter-offer of',
  PLACEMENT: 'At the lot’s own site a maximum of',
  ASSIST: 'By hand at the lot’s own site a maximum of',
};
type State = { readonly word: string; readonly tone: Tone };
const states: Readonly<Record<ApprovalItem['state'], State>> = {
  AWAITING: { word: 'Waits', tone: 'warn' },
  APPROVED: { word: 'Approved', tone: 'good' },
  REFUSED: { word: 'Refused', tone: 'calm' },
  EXPIRED: { word: 'Expired', tone: 'calm' },
};

/** Bids above a user's limit: those that wait for an approver, and what became of the others. */
@Component({
  selector: 'am-approvals-page',
  imports: [Dialog, LimitsCard, ProblemNotice, RouterLink, TextField],
  templateUrl: './approvals-page.html',
})
export class ApprovalsPage {
  readonly #rest = inject(Rest);
  readonly #account = inject(Account);
  protected readonly deciding = new Attempt();
  protected readonly problem = problemText;
  protected readonly told = signal<Told | null>(null);
  /** A bid that is about to be refused, and why. */
  protected readonly refused = signal<Row | null>(null);
  protected readonly why = signal('');
  protected readonly noteMax = NOTE_MAX;
  protected readonly approvals = resource({
    loader: ({ abortSignal }) => this.#rest.get<ApprovalList>(APPROVALS, {}, abortSignal),
  });
  readonly #list = latest(this.approvals);
  protected readonly rows = computed(() => {
    const isApprover = this.#account.has('APPROVER');
    const meId = this.#account.me()?.id;
    return this.#list()?.approvals.map((item) => toRow(item, isApprover, meId));
  });
  protected readonly waitingCount = computed(
    () => (this.rows() ?? []).filter(({ isWaiting }) => isWaiting).length,
  );

  constructor() {
    refreshing(this.approvals, REFRESH_MS);
  }

  protected async approve({ commandId, currency }: Row): Promise<void> {
    this.told.set(null);
    await this.deciding.run(async () => {
      const path = `${APPROVALS}/${commandId}/approve`;
      this.told.set(sentText(await this.#rest.send<Decision | Undecided>('POST', path), currency));
    });
    this.approvals.reload();
  }

  protected askWhy(row: Row): void {
    this.why.set('');
    this.refused.set(row);
  }

  protected async refuse(event: Event): Promise<void> {
    event.preventDefault();
    const commandId = this.refused()?.commandId;
    this.refused.set(null);
    if (commandId === undefined) return;
    this.told.set(null);
    await this.deciding.run(async () => {
      const note = this.why().trim();
      const body = note === '' ? {} : { note };
      await this.#rest.send('POST', `${APPROVALS}/${commandId}/refuse`, { body });
      this.told.set({ tone: 'calm', text: 'Refused: the bid is not sent.' });
    });
    this.approvals.reload();
  }
}

type Row = ReturnType<typeof toRow>;

function sentText(answer: Decision | Undecided, currency: string): Told {
  if (!isDecided(answer))
    return { tone: 'warn', text: 'Approved and sent. The lot has not answered.' };
  const { tone, text } = decisionText(answer, currency);
  return { tone, text: `Approved and sent. ${text}` };
}

function toRow(item: ApprovalItem, isApprover: boolean, meId: string | undefined) {
  const { commandId, lotId, title, kind, amount, userId, userName, askedAt, state, decidedBy } =
    item;
  const currency = item.currency ?? 'USD';
  const isWaiting = state === 'AWAITING';
  const isOwn = userId === meId;
  const asked = `${userName ?? 'somebody who left'}, ${dayTime(askedAt)}`;
  return {
    commandId,
    lotId,
    currency,
    title: calmName(title ?? `Lot ${lotId}`),
    ...states[state],
    wish: `${kinds[kind]} ${money(amount, currency)}`,
    asked: decidedBy === null ? asked : `${asked} · decided by ${decidedBy}`,
    facts: factsOf(item, currency).join(' · '),
    result: resultText(item, currency),
    isWaiting,
    isOwn: isOwn && isWaiting,
    canDecide: isWaiting && isApprover && !isOwn,
  };
}

function factsOf({ price, ask, endsAt, state }: ApprovalItem, currency: string): string[] {
  const text = (word: string, minor: number | null) =>
    minor === null ? [] : [`${word} ${money(minor, currency)}`];
  return [
    ...text('price', price),
    ...(state === 'AWAITING' ? text('next bid', ask) : []),
    ...(endsAt === null ? [] : [`${state === 'AWAITING' ? 'ends' : 'end'} ${dayTime(endsAt)}`]),
  ];
}

/** What the lot said to an approved bid; null: there is nothing to say. */
function resultText(
  { state, outcome, reason, note }: ApprovalItem,
  currency: string,
): string | null {
  if (state === 'REFUSED') return note === null ? null : `“${note}”`;
  if (state !== 'APPROVED') return null;
  if (outcome === null) return 'Sent; the lot has not answered yet.';
  if (outcome === 'ACCEPTED') return 'The lot took it.';
  return decisionText({ commandId: '', outcome, reason: reason ?? '' }, currency).text;
}
