import { Component, computed, inject, input, resource } from '@angular/core';
import { RouterLink } from '@angular/router';
import { deedText } from '../../robots/robot-words.ts';
import { Robots } from '../../robots/robots.ts';
import { calmName } from '../../ui/calm.ts';
import { latest } from '../../ui/latest.ts';
import { ProblemNotice } from '../../ui/problem-notice.ts';
import { refreshing } from '../../ui/refreshing.ts';
import { clockTime, day } from '../../ui/times.ts';

const REFRESH_MS = 3_000;

/** What a robot did and why, newest first. */
@Component({
  selector: 'am-robot-deeds',
  imports: [ProblemNotice, RouterLink],
  template: `
    @if (rows(); as known) {
      <ol class="deeds" aria-label="What it did, newest first">
        @for (row of known; track row.number) {
          <li>
            <time class="muted num">{{ row.at }}</time>
            <span>
              {{ row.text }}
              @if (row.lotId; as lotId) {
                <a [routerLink]="['/lots', lotId]">{{ row.title }}</a>
              }
            </span>
          </li>
        } @empty {
          <li class="muted">Nothing yet.</li>
        }
      </ol>
    } @else if (deeds.error(); as error) {
      <am-problem-notice
        heading="What it did is not available"
        [error]="error"
        (retry)="deeds.reload()"
      />
    } @else {
      <div class="bone" role="status" aria-label="Loading what it did"></div>
    }
  `,
})
export class RobotDeeds {
  readonly #robots = inject(Robots);
  readonly robotId = input.required<string>();
  readonly currency = input.required<string>();
  /** Whether each deed names its lot. */
  readonly namesLots = input(false);
  protected readonly deeds = resource({
    params: () => this.robotId(),
    loader: ({ params, abortSignal }) => this.#robots.deeds(params, abortSignal),
  });
  readonly #list = latest(this.deeds);
  protected readonly rows = computed(() =>
    this.#list()?.deeds.map((deed) => ({
      number: deed.number,
      at: `${day(deed.at)}, ${clockTime(deed.at)}`,
      text: deedText(deed, this.currency()),
      lotId: this.namesLots() ? deed.lotId : null,
      title: calmName(deed.title ?? `Lot ${deed.lotId ?? ''}`),
    })),
  );

  constructor() {
    refreshing(this.deeds, REFRESH_MS);
  }
}
