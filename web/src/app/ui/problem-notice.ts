import { Component, computed, input, output } from '@angular/core';
import { problemText } from './problem-text.ts';

/** Something did not load: what happened, what to do, and a way to try again. */
@Component({
  selector: 'am-problem-notice',
  template: `
    <div class="notice" role="alert">
      <h2>{{ heading() }}</h2>
      <p class="muted">{{ text() }}</p>
      <div class="actions">
        <button type="button" class="button" (click)="retry.emit()">Try again</button>
      </div>
    </div>
  `,
})
export class ProblemNotice {
  readonly heading = input.required<string>();
  readonly error = input.required<unknown>();
  readonly retry = output();

  protected readonly text = computed(() => problemText(this.error()));
}
