import { Component, computed, inject, input, output } from '@angular/core';
import { Live } from '../../live/live.ts';
import { count } from '../../ui/money.ts';
import type { Tab } from './board-query.ts';
import { BoardView } from './board-view.ts';

/** Skeleton rows while the first lots are on their way. */
const BONES = Array.from({ length: 12 }, (_, at) => at);

/** What stands where the rows would be: loading, nothing found, refused, no connection. */
@Component({
  selector: 'am-board-notice',
  templateUrl: './board-notice.html',
})
export class BoardNotice {
  readonly #view = inject(BoardView);
  readonly #live = inject(Live);
  readonly filterCount = input.required<number>();
  readonly tab = input.required<Tab>();
  readonly cleared = output();
  readonly tabChosen = output<Tab>();
  readonly retried = output();
  protected readonly bones = BONES;

  protected readonly state = computed(() => {
    const phase = this.#view.phase();
    if (phase.is === 'refused') return 'refused';
    if (this.#view.screenCount() > 0) return 'none';
    if (phase.is === 'live') return 'empty';
    return this.#live.link().is === 'connecting' || phase.is === 'loading' ? 'loading' : 'offline';
  });
  protected readonly reason = computed(() => {
    const phase = this.#view.phase();
    if (phase.is !== 'refused') return '';
    const { code, detail, count: lots } = phase.refusal;
    if (code === 'filter_too_wide') {
      const many = lots === null ? 'Too many' : count(lots);
      return `${many} lots match: more than a live board can follow. Choose a site or a make.`;
    }
    return detail ?? 'The server does not take this filter. Clear it and try again.';
  });
}
