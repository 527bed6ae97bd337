import { Component, computed, inject, input, linkedSignal, resource, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { NewRobotBody, RobotItem } from '@auction/gateway/contract';
import { Account } from '../../account/account.ts';
import { typedAmount } from '../../bids/typed-amount.ts';
import { RobotChange } from '../../robots/robot-change.ts';
import { isOver, robotPlan, robotStatus } from '../../robots/robot-words.ts';
import { Robots } from '../../robots/robots.ts';
import { LEAD_MAX_S, LEAD_MIN_S, SECOND_MS, STEPS_MAX, whole } from '../../robots/typed-robot.ts';
import { Attempt } from '../../ui/attempt.ts';
import { latest } from '../../ui/latest.ts';
import { minorScale, money } from '../../ui/money.ts';
import { problemText } from '../../ui/problem-text.ts';
import { TextField } from '../../ui/text-field.ts';

const LEAD_USUAL = '10';

/** Lets a robot bid on a lot: one maximum just before the end, or step by step. */
@Component({
  selector: 'am-robot-panel',
  imports: [RobotChange, RouterLink, TextField],
  template: `
    @if (mayBid()) {
      @if (mine(); as robot) {
        <details class="part">
          <summary>A robot is on this lot</summary>
          <p>
            <span class="state" [class]="statusOf(robot).tone">{{ statusOf(robot).word }}</span>
            {{ planOf(robot) }}. <a routerLink="/robots">Your robots</a>
          </p>
          <p role="status">{{ changeTold() }}</p>
          <am-robot-change
            [robot]="robot"
            name="the robot on this lot"
            (changed)="changed()"
            (left)="changeTold.set('')"
          />
        </details>
      }
      @if (mine() === undefined || told() !== '') {
        <details class="part">
          <summary>
            {{ isElsewhere() ? 'Let a robot bid, or tell you when' : 'Let a robot bid' }}
          </summary>
          <form novalidate (submit)="make($event)">
            @if (!isElsewhere()) {
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
            }
            <am-text-field
              [label]="'At most, ' + currency()"
              inputmode="decimal"
              [lengthMax]="16"
              [(value)]="cap"
              [wrong]="wrong()"
              [hint]="
                isElsewhere()
                  ? 'Where your organisation is connected to the site, it places one maximum just before the end; elsewhere it tells you then, with the link.'
                  : strategy() === 'SNIPE'
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
            } @else {
              <am-text-field
                label="Begin, seconds before the end"
                inputmode="numeric"
                [lengthMax]="5"
                [(value)]="begin"
                [wrong]="wrongLead()"
                hint="Empty: at once."
              />
              <am-text-field
                label="Steps on top of each bid"
                inputmode="numeric"
                [lengthMax]="2"
                [(value)]="steps"
                [wrong]="wrongSteps()"
                hint="Empty: none, it bids the next step."
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
    }
  `,
})
export class RobotPanel {
  readonly #account = inject(Account);
  readonly #robots = inject(Robots);
  readonly lotId = input.required<string>();
  readonly currency = input.required<string>();
  readonly status = input.required<string>();
  /** A lot of another site: a robot bids there once, at the end. */
  readonly isElsewhere = input(false);
  protected readonly problem = problemText;
  protected readonly making = new Attempt();
  protected readonly strategy = signal<'SNIPE' | 'STEP'>('SNIPE');
  protected readonly cap = linkedSignal({ source: this.lotId, computation: () => '' });
  protected readonly lead = signal(LEAD_USUAL);
  protected readonly begin = signal('');
  protected readonly steps = signal('');
  protected readonly told = linkedSignal({ source: this.lotId, computation: () => '' });
  protected readonly wrong = signal<string | null>(null);
  protected readonly wrongLead = signal<string | null>(null);
  protected readonly wrongSteps = signal<string | null>(null);
  /** What became of the last change of a robot that is on the lot. */
  protected readonly changeTold = linkedSignal({ source: this.lotId, computation: () => '' });
  readonly #robotsSeen = resource({
    params: () => (this.mayBid() ? this.lotId() : undefined),
    loader: ({ abortSignal }) => this.#robots.list(abortSignal),
  });
  readonly #list = latest(this.#robotsSeen);
  /** The organisation's robot on this lot alone; undefined: there is none. */
  protected readonly mine = computed(() =>
    this.#list()?.robots.find(
      (robot) =>
        !isOver(robot) &&
        robot.wish !== 'STOP' &&
        robot.strategy !== 'GROUP' &&
        robot.lots.some(({ lotId }) => lotId === this.lotId()),
    ),
  );
  protected readonly statusOf = robotStatus;
  protected readonly planOf = robotPlan;
  protected readonly mayBid = computed(
    () => this.#account.has('BUYER') && (this.status() === 'OPEN' || this.status() === 'SCHEDULED'),
  );

  protected changed(): void {
    this.changeTold.set('Changed: it counts for its next bid.');
    this.#robotsSeen.reload();
  }

  protected async make(event: Event): Promise<void> {
    event.preventDefault();
    this.told.set('');
    const body = this.#body();
    if (body === null) return;
    const made: RobotItem[] = [];
    if (!(await this.making.run(async () => made.push(await this.#robots.make(body))))) return;
    this.#robotsSeen.reload();
    const way = made[0]?.lots[0]?.way;
    const cap = money(body.lots[0]?.cap ?? 0, body.currency);
    this.told.set(
      way === 'BY_HAND'
        ? `It tells you, just before the end, to bid up to ${cap} at the site.`
        : `It bids for you, up to ${cap}.`,
    );
    this.cap.set('');
  }

  #body(): NewRobotBody | null {
    const currency = this.currency();
    const strategy = this.strategy();
    const cap = typedAmount(this.cap(), minorScale(currency));
    const leadText = strategy === 'SNIPE' ? this.lead() : this.begin();
    const leadS = whole(leadText, LEAD_MIN_S, LEAD_MAX_S);
    const isLeadFree = strategy === 'STEP' && leadText.trim() === '';
    const steps = this.steps().trim() === '' ? 0 : whole(this.steps(), 0, STEPS_MAX);
    this.wrong.set(cap === null ? 'Type an amount, as 12,500.' : null);
    this.wrongLead.set(
      leadS === null && !isLeadFree ? `Type ${LEAD_MIN_S} seconds or more.` : null,
    );
    this.wrongSteps.set(steps === null ? `Type a number up to ${STEPS_MAX}.` : null);
    if (cap === null || steps === null || this.wrongLead() !== null) return null;
    const lots = [{ lotId: this.lotId(), cap }];
    const lead = leadS === null ? {} : { leadMs: leadS * SECOND_MS };
    const step = strategy === 'STEP' && steps > 0 ? { stepCount: steps } : {};
    return { strategy, currency, lots, ...lead, ...step };
  }
}
