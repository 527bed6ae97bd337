import { Component, inject, linkedSignal, resource, signal } from '@angular/core';
import type { AlertSettings } from '@auction/gateway/contract';
import { Rest } from '../../api/rest.ts';
import { ProblemNotice } from '../../ui/problem-notice.ts';
import { problemText } from '../../ui/problem-text.ts';

type Choice = Exclude<keyof AlertSettings, 'endingMs'>;

const choices: readonly { readonly name: Choice; readonly word: string }[] = [
  { name: 'outbid', word: 'Somebody has bid more than we' },
  { name: 'won', word: 'We have won a lot' },
  { name: 'ending', word: 'A lot I watch, or we bid on, ends soon' },
  { name: 'reserve', word: 'A lot I watch, or we bid on, has reached its reserve' },
  { name: 'search', word: 'A lot has come into a saved search' },
];
const MINUTE_MS = 60_000;
const minutesBefore = [1, 5, 10, 30, 60, 1_440] as const;

/** What to be alerted of; every choice counts at once. */
@Component({
  selector: 'am-alert-choices',
  imports: [ProblemNotice],
  template: `
    <section class="card" aria-labelledby="alert-choices">
      <h2 id="alert-choices">Alert me when</h2>
      @if (settings(); as chosen) {
        <ul>
          @for (choice of choices; track choice.name) {
            <li>
              <label>
                <input
                  type="checkbox"
                  [checked]="chosen[choice.name]"
                  (change)="turn(choice.name)"
                />
                {{ choice.word }}
              </label>
              @if (choice.name === 'ending') {
                <select
                  #before
                  class="field"
                  aria-label="How long before the end"
                  [disabled]="!chosen.ending"
                  (change)="setBefore(+before.value)"
                >
                  @for (minutes of minutesBefore; track minutes) {
                    <option [value]="minutes" [selected]="minutes * 60000 === chosen.endingMs">
                      {{ wordOf(minutes) }} before
                    </option>
                  }
                </select>
              }
            </li>
          }
        </ul>
        @if (error(); as error) {
          <p class="problem" role="alert">{{ problem(error) }}</p>
        }
        <p class="muted">
          For you alone. When an end is moved by more than that, you are told again.
        </p>
      } @else if (loading.error(); as error) {
        <am-problem-notice
          heading="Your choices did not load"
          [error]="error"
          (retry)="loading.reload()"
        />
      } @else {
        <div class="bone block" role="status" aria-label="Loading your choices"></div>
      }
    </section>
  `,
})
export class AlertChoices {
  readonly #rest = inject(Rest);
  protected readonly choices = choices;
  protected readonly minutesBefore = minutesBefore;
  protected readonly problem = problemText;
  /** How the last change failed; undefined: it did not. */
  protected readonly error = signal<unknown>(undefined);
  protected readonly loading = resource({
    loader: ({ abortSignal }) =>
      this.#rest.get<AlertSettings>('/api/alerts/settings', {}, abortSignal),
  });
  protected readonly settings = linkedSignal<AlertSettings | undefined>(() =>
    this.loading.hasValue() ? this.loading.value() : undefined,
  );

  protected wordOf(minutes: number): string {
    if (minutes >= 1_440) return '1 day';
    if (minutes >= 60) return `${minutes / 60} hour`;
    return `${minutes} min`;
  }

  protected turn(name: Choice): void {
    const chosen = this.settings();
    if (chosen !== undefined) void this.#save({ ...chosen, [name]: !chosen[name] });
  }

  protected setBefore(minutes: number): void {
    const chosen = this.settings();
    if (chosen !== undefined) void this.#save({ ...chosen, endingMs: minutes * MINUTE_MS });
  }

  /** Shows at once, and is taken back when it did not work. */
  async #save(settings: AlertSettings): Promise<void> {
    const before = this.settings();
    this.settings.set(settings);
    this.error.set(undefined);
    try {
      await this.#rest.send('PUT', '/api/alerts/settings', { body: settings });
    } catch (error) {
      if (this.settings() === settings) this.settings.set(before);
      this.error.set(error);
    }
  }
}
