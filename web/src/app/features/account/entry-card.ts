import { Component, input } from '@angular/core';
import { accountProblem } from './account-words.ts';

/** The card all ways in share: a heading, what went wrong, and the form. */
@Component({
  selector: 'am-entry-card',
  template: `
    <section class="card" [attr.aria-label]="heading()">
      <h1>{{ heading() }}</h1>
      @if (error(); as failed) {
        <p class="problem" role="alert">{{ problem(failed) }}</p>
      }
      <ng-content />
    </section>
  `,
})
export class EntryCard {
  readonly heading = input.required<string>();
  readonly error = input<unknown>();
  protected readonly problem = accountProblem;
}
