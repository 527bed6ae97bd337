import { Component, computed, inject, signal } from '@angular/core';
import { Rest, RestError } from '../../api/rest.ts';
import { Attempt } from '../../ui/attempt.ts';
import { TextField } from '../../ui/text-field.ts';
import { wrongName, wrongPassword } from './account-fields.ts';
import { accountProblem } from './account-words.ts';

/** Changes the own password; the sessions of other devices may end with it. */
@Component({
  selector: 'am-password-card',
  imports: [TextField],
  template: `
    <section class="card" aria-label="Password">
      <h2>Password</h2>
      @if (isDone()) {
        <p role="status">Your password is changed.</p>
      }
      @if (changing.error(); as error) {
        <p class="problem" role="alert">{{ problem(error) }}</p>
      }
      <form novalidate (submit)="change($event)">
        <am-text-field
          label="Current password"
          type="password"
          autocomplete="current-password"
          [lengthMax]="256"
          [(value)]="current"
          [wrong]="isTried() ? wrong().current : null"
        />
        <am-text-field
          label="New password"
          type="password"
          autocomplete="new-password"
          hint="At least 8 characters; a sentence is fine."
          [lengthMax]="256"
          [(value)]="password"
          [wrong]="isTried() ? wrong().password : null"
        />
        <fieldset class="ticks">
          <legend class="said">Other devices</legend>
          <label>
            <input
              type="checkbox"
              [checked]="endsOthers()"
              (change)="endsOthers.set(!endsOthers())"
            />
            Sign me out everywhere else
          </label>
        </fieldset>
        <div>
          <button type="submit" class="button primary" [disabled]="changing.isBusy()">
            Change it
          </button>
        </div>
      </form>
    </section>
  `,
})
export class PasswordCard {
  readonly #rest = inject(Rest);
  protected readonly current = signal('');
  protected readonly password = signal('');
  protected readonly endsOthers = signal(true);
  protected readonly isTried = signal(false);
  protected readonly isDone = signal(false);
  protected readonly changing = new Attempt();
  protected readonly wrong = computed(() => ({
    current: wrongName(this.current(), 'your current password'),
    password: wrongPassword(this.password()),
  }));

  protected problem(error: unknown): string {
    const isWrong = error instanceof RestError && error.code === 'FORBIDDEN';
    return isWrong ? 'The current password is not right.' : accountProblem(error);
  }

  protected async change(event: Event): Promise<void> {
    event.preventDefault();
    this.isTried.set(true);
    this.isDone.set(false);
    if (this.wrong().current !== null || this.wrong().password !== null) return;
    const body = {
      current: this.current(),
      password: this.password(),
      endOtherSessions: this.endsOthers(),
    };
    const send = () => this.#rest.send('POST', '/api/me/password', { body });
    if (!(await this.changing.run(send))) return;
    this.isDone.set(true);
    this.isTried.set(false);
    this.current.set('');
    this.password.set('');
  }
}
