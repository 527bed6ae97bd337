import { Component, computed, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { SiteReport } from '@auction/gateway/contract';
import { Account } from '../../account/account.ts';
import { ServerClock } from '../../live/server-clock.ts';
import { count } from '../../ui/money.ts';
import type { Tone } from '../../ui/statuses.ts';
import { age, dayTime } from '../../ui/times.ts';
import { SiteControls } from './site-controls.ts';

interface Figure {
  readonly label: string;
  readonly text: string;
  readonly hint?: string;
}

const states: Readonly<
  Record<SiteReport['state'], { readonly word: string; readonly tone: Tone }>
> = {
  OK: { word: 'On time', tone: 'good' },
  LATE: { word: 'Late', tone: 'warn' },
  FAILING: { word: 'Failing', tone: 'bad' },
  STARTING: { word: 'Starting', tone: 'calm' },
  UNKNOWN: { word: 'Unknown', tone: 'calm' },
};

const paused: { readonly word: string; readonly tone: Tone } = { word: 'Paused', tone: 'warn' };

/** How one site's feed is doing: freshness, last snapshot, what was refused and why. */
@Component({
  selector: 'am-site-card',
  imports: [RouterLink, SiteControls],
  templateUrl: './site-card.html',
})
export class SiteCard {
  readonly #clock = inject(ServerClock);
  protected readonly account = inject(Account);
  readonly report = input.required<SiteReport>();
  protected readonly counted = count;
  /** An operator's wish was done. */
  readonly changed = output();
  /** Only sites that are polled can be told when to ask. */
  protected readonly mayControl = computed(() => {
    const { nextRunAt, pausedAt } = this.report();
    return this.account.has('OPERATOR') && (nextRunAt !== null || pausedAt !== null);
  });
  protected readonly pausedSince = computed(() => {
    const { pausedAt } = this.report();
    return pausedAt === null ? null : dayTime(pausedAt);
  });
  protected readonly state = computed(() =>
    this.pausedSince() === null ? states[this.report().state] : paused,
  );
  protected readonly freshness = computed(() => {
    const { lastSuccessAt } = this.report();
    return lastSuccessAt === null ? null : age(this.#clock.second() - lastSuccessAt);
  });
  protected readonly figures = computed((): Figure[] => {
    const site = this.report();
    const at = (instant: number | null) => (instant === null ? 'never' : dayTime(instant));
    return [
      {
        label: 'Live lots',
        text: count(site.liveLotCount),
        hint: `of ${count(site.lotCount)} known`,
      },
      { label: 'Asked every', text: age(site.pollIntervalMs) },
      { label: 'Last good answer', text: at(site.lastSuccessAt) },
      { label: 'Last attempt', text: at(site.lastAttemptAt) },
      { label: 'Failures in a row', text: count(site.consecutiveFailureCount) },
    ];
  });
  protected readonly snapshot = computed(() => {
    const { lastSnapshot } = this.report();
    if (lastSnapshot === null) return null;
    const { applied } = lastSnapshot;
    const figures: Figure[] = [
      { label: 'Rows', text: count(lastSnapshot.rows) },
      { label: 'Published', text: count(lastSnapshot.published) },
      { label: 'Unreadable', text: count(lastSnapshot.rejected) },
    ];
    const outcome: Figure[] =
      applied === null
        ? []
        : [
            { label: 'Changed', text: count(applied.changed) },
            { label: 'New', text: count(applied.appeared) },
            { label: 'Unchanged', text: count(applied.unchanged) },
            { label: 'Gone', text: count(applied.gone) },
            { label: 'Refused', text: count(applied.dead) },
            { label: 'Too late', text: count(applied.late) },
          ];
    return {
      ...lastSnapshot,
      title: `${lastSnapshot.delivery === 'import' ? 'Import' : 'File'} of ${dayTime(lastSnapshot.observedAt)}`,
      isAtWork: applied !== null && !applied.done,
      figures: [...figures, ...outcome],
    };
  });
}
