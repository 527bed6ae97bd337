import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { NewRobotBody } from '@auction/gateway/contract';
import { Account } from '../../account/account.ts';
import { typedAmount } from '../../bids/typed-amount.ts';
import { Robots } from '../../robots/robots.ts';
import { Attempt } from '../../ui/attempt.ts';
import { minorScale, money } from '../../ui/money.ts';
import { problemText } from '../../ui/problem-text.ts';
import { TextField } from '../../ui/text-field.ts';

const LEAD_USUAL = '10';
const LEAD_MIN_S = 3;
const LEAD_MAX_S = 86_400;
const SECOND_MS = 1_000;

/** Lets a robot bid on a lot: one maximum just before the end, or step by step. */
@Component({
  selector: 'am-robot-panel',
  imports: [RouterLink, TextField],
  template: `
    @if (mayBid()) {
      <details class="part">
        <summary>Let a robot bid</summary>
        <form novalidate (submit)="make($event)">
          <fieldset class="segments">
            <legend class="said">What the robot does</legend>
            <label>
              <input
                type="radio"
                name="strategy"
                [checked]="strategy() === 'SNIPE'"
                (change)="strategy.set('SNIPE')"
              />At the end
            </label>
            <label>
              <input
                type="radio"
                name="strategy"
                [checked]="strategy() === 'STEP'"
                (change)="strategy.set('STEP')"
              />Step by step
            </label>
          </fieldset>
          <am-text-field
            [label]="'At most, ' + currency()"
            inputmode="decimal"
            [lengthMax]="16"
            [(value)]="cap"
            [wrong]="wrong()"
            [hint]="
              strategy() === 'SNIPE'
                ? 'It sends one maximum just before the end.'
                : 'It bids the next step whenever you are outbid.'
            "
          />
          @if (strategy() === 'SNIPE') {
            <am-text-field
              label="Seconds before the end"
              inputmode="numeric"
              [lengthMax]="5"
              [(value)]="lead"
              [wrong]="wrongLead()"
              hint="If the end moves before, it moves too."
            />
          }
          <button type="submit" class="button" [disabled]="making.isBusy()">Let it bid</button>
        </form>
        @if (making.error(); as error) {
          <p class="problem" role="alert">{{ problem(error) }}</p>
        }
        <p role="status">
          @if (told(); as text) {
            {{ text }} <a routerLink="/robots">Your robots</a>
          }
        </p>
      </details>
    }
  `,
})
export class RobotPanel {
  readonly #account = inject(Account);
  readonly #robots = inject(Robots);
  readonly lotId = input.required<string>();
  readonly currency = input.required<string>();
  readonly status = input.required<string>();
  protected readonly problem = problemText;
  protected readonly making = new Attempt();
  protected readonly strategy = signal<'SNIPE' | 'STEP'>('SNIPE');
  protected readonly cap = linkedSignal({ source: this.lotId, computation: () => '' });
  protected readonly lead = signal(LEAD_USUAL);
  protected readonly told = linkedSignal({ source: this.lotId, computation: () => '' });
  protected readonly wrong = signal<string | null>(null);
  protected readonly wrongLead = signal<string | null>(null);
  protected readonly mayBid = computed(
    () => this.#account.has('BUYER') && (this.status() === 'OPEN' || this.status() === 'SCHEDULED'),
  );

  protected async make(event: Event): Promise<void> {
    event.preventDefault();
    this.told.set('');
    const body = this.#body();
    if (body === null) return;
    if (!(await this.making.run(() => this.#robots.make(body)))) return;
    this.told.set(`It bids for you, up to ${money(body.lots[0]?.cap ?? 0, body.currency)}.`);
    this.cap.set('');
  }

  #body(): NewRobotBody | null {
    const currency = this.currency();
    const cap = typedAmount(this.cap(), minorScale(currency));
    const leadS = Number(this.lead());
    const isLead = Number.isInteger(leadS) && leadS >= LEAD_MIN_S && leadS <= LEAD_MAX_S;
    const isSnipe = this.strategy() === 'SNIPE';
    this.wrong.set(cap === null ? 'Type an amount, as 12,500.' : null);
    this.wrongLead.set(isSnipe && !isLead ? `Type ${LEAD_MIN_S} seconds or more.` : null);
    if (cap === null || this.wrongLead() !== null) return null;
    const lots = [{ lotId: this.lotId(), cap }];
    const lead = isSnipe ? { leadMs: leadS * SECOND_MS } : {};
    return { strategy: this.strategy(), currency, lots, ...lead };
  }
}
