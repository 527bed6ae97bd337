import { Component, inject, input, output } from '@angular/core';
import type { SiteControl, SiteReport } from '@auction/gateway/contract';
import { Rest } from '../../api/rest.ts';
import { Attempt } from '../../ui/attempt.ts';
import { ConfirmButton } from '../../ui/confirm-button.ts';
import { problemText } from '../../ui/problem-text.ts';

/** What an operator can make one feed do. */
@Component({
  selector: 'am-site-controls',
  imports: [ConfirmButton],
  template: `
    <div class="controls" role="group" [attr.aria-label]="'Control of ' + report().name">
      @if (report().pausedAt === null) {
        <button
          type="button"
          class="button"
          [disabled]="working.isBusy()"
          [attr.aria-label]="'Run ' + report().name + ' now'"
          (click)="wish('run')"
        >
          Run now
        </button>
        <am-confirm-button
          label="Pause"
          [what]="report().name"
          [consequence]="pauseWords"
          [disabled]="working.isBusy()"
          (confirmed)="wish('pause')"
        />
      } @else {
        <am-confirm-button
          label="Resume"
          [what]="report().name"
          [consequence]="resumeWords"
          [disabled]="working.isBusy()"
          (confirmed)="wish('resume')"
        />
      }
    </div>
    @if (working.error(); as error) {
      <p class="reason bad" role="alert">{{ words(error) }}</p>
    }
  `,
})
export class SiteControls {
  readonly #rest = inject(Rest);
  readonly report = input.required<SiteReport>();
  /** The connector has done what was wanted. */
  readonly changed = output();
  protected readonly working = new Attempt();
  protected readonly words = problemText;
  protected readonly pauseWords =
    'The site is not asked any more until somebody resumes it. Its lots stay on the board as they are ' +
    'and grow old; bids and ends there are not seen. Your name goes into the audit record.';
  protected readonly resumeWords =
    'The site is asked at once, and then at its usual times. Your name goes into the audit record.';

  protected async wish(what: 'pause' | 'resume' | 'run'): Promise<void> {
    const path = `/api/sites/${encodeURIComponent(this.report().site)}/${what}`;
    const isDone = await this.working.run(() => this.#rest.send<SiteControl>('POST', path));
    if (isDone) this.changed.emit();
  }
}
