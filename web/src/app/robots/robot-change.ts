import {
  Component,
  computed,
  inject,
  input,
  linkedSignal,
  output,
  signal,
  untracked,
} from '@angular/core';
import type { ChangeRobotBody, RobotItem } from '@auction/gateway/contract';
import { typedAmount } from '../bids/typed-amount.ts';
import { Robots } from './robots.ts';
import { LEAD_MAX_S, LEAD_MIN_S, SECOND_MS, STEPS_MAX, whole } from './typed-robot.ts';
import { Attempt } from '../ui/attempt.ts';
import { calmName } from '../ui/calm.ts';
import { minorScale } from '../ui/money.ts';
import { problemText } from '../ui/problem-text.ts';
import { TextField } from '../ui/text-field.ts';

interface Wrong {
  readonly caps: readonly (string | null)[];
  readonly lead: string | null;
  readonly steps: string | null;
  readonly winCount: string | null;
  readonly budget: string | null;
}
const nothingWrong: Wrong = { caps: [], lead: null, steps: null, winCount: null, budget: null };

/** What a robot may offer, and when or how far it goes; what is not changed is not sent. */
@Component({
  selector: 'am-robot-change',
  imports: [TextField],
  template: `
    <form novalidate [attr.aria-label]="'Change ' + name()" (submit)="change($event)">
      @for (lot of robot().lots; track lot.lotId; let at = $index) {
        <am-text-field
          [label]="labelOf(lot)"
          inputmode="decimal"
          [lengthMax]="16"
          [value]="caps()[at] ?? ''"
          (valueChange)="setCap(at, $event)"
          [wrong]="wrong().caps[at] ?? null"
        />
      }
      @switch (robot().strategy) {
        @case ('SNIPE') {
          <am-text-field
            label="Seconds before the end"
            inputmode="numeric"
            [lengthMax]="5"
            [(value)]="lead"
            [wrong]="wrong().lead"
          />
        }
        @case ('STEP') {
          <am-text-field
            label="Steps on top of each bid"
            inputmode="numeric"
            [lengthMax]="2"
            [(value)]="steps"
            [wrong]="wrong().steps"
          />
        }
        @case ('GROUP') {
          <am-text-field
            [label]="'Lots to win, of ' + robot().lots.length"
            inputmode="numeric"
            [lengthMax]="2"
            [(value)]="winCount"
            [wrong]="wrong().winCount"
          />
          <am-text-field
            [label]="'For all of them together, ' + robot().currency"
            inputmode="decimal"
            [lengthMax]="16"
            [(value)]="budget"
            [wrong]="wrong().budget"
          />
        }
      }
      @if (working.error(); as error) {
        <p class="problem" role="alert">{{ problem(error) }}</p>
      }
      <p class="muted">It counts for its next bid; a bid that was already sent stays as it is.</p>
      <div class="actions">
        <button type="submit" class="button primary" [disabled]="working.isBusy()">
          {{ working.isBusy() ? 'Changing …' : 'Change it' }}
        </button>
        <button type="button" class="button" (click)="left.emit()">Leave it</button>
      </div>
    </form>
  `,
  host: { '(keydown.escape)': 'left.emit()' },
})
export class RobotChange {
  readonly #robots = inject(Robots);
  readonly robot = input.required<RobotItem>();
  /** Of the robot, to be said. */
  readonly name = input.required<string>();
  readonly changed = output();
  readonly left = output();
  protected readonly problem = problemText;
  protected readonly working = new Attempt();
  protected readonly wrong = signal<Wrong>(nothingWrong);

  // The page loads robots again and again: what is typed stays as long as it is the same robot.
  readonly #id = computed(() => this.robot().robotId);
  readonly #first = linkedSignal({ source: this.#id, computation: () => untracked(this.robot) });
  protected readonly caps = linkedSignal(() =>
    this.#first().lots.map(({ cap }) => this.#text(cap)),
  );
  protected readonly lead = linkedSignal(() => String((this.#first().leadMs ?? 0) / SECOND_MS));
  protected readonly steps = linkedSignal(() => String(this.#first().stepCount));
  protected readonly winCount = linkedSignal(() => String(this.#first().winCount));
  protected readonly budget = linkedSignal(() => this.#text(this.#first().budget ?? 0));

  protected labelOf({ lotId, title }: RobotItem['lots'][number]): string {
    const { currency, lots } = this.robot();
    const of = lots.length > 1 ? ` for ${calmName(title ?? `Lot ${lotId}`)}` : '';
    return `At most${of}, ${currency}`;
  }

  protected setCap(at: number, text: string): void {
    this.caps.update((caps) => caps.map((had, index) => (index === at ? text : had)));
  }

  protected async change(event: Event): Promise<void> {
    event.preventDefault();
    const body = this.#body();
    if (body === null) return;
    if (Object.keys(body).length === 0) {
      this.left.emit();
      return;
    }
    if (await this.working.run(() => this.#robots.change(this.#id(), body))) this.changed.emit();
  }

  #text(minor: number): string {
    return String(minor / minorScale(this.robot().currency));
  }

  #amount(text: string): number | null {
    return typedAmount(text, minorScale(this.robot().currency));
  }

  /** @returns what differs from the order; null: something typed is wrong, and says what to do */
  #body(): ChangeRobotBody | null {
    const { strategy, lots } = this.robot();
    const had = this.#first();
    const caps = this.caps().map((text) => this.#amount(text));
    const leadS = whole(this.lead(), LEAD_MIN_S, LEAD_MAX_S);
    const steps = whole(this.steps(), 0, STEPS_MAX);
    const winCount = whole(this.winCount(), 1, lots.length);
    const budget = this.#amount(this.budget());
    const isOf = (one: RobotItem['strategy'], value: unknown): boolean =>
      strategy === one && value === null;
    const wrong: Wrong = {
      caps: caps.map((cap) => (cap === null ? 'Type an amount, as 12,500.' : null)),
      lead: isOf('SNIPE', leadS) ? `Type ${LEAD_MIN_S} seconds or more.` : null,
      steps: isOf('STEP', steps) ? `Type a number up to ${STEPS_MAX}.` : null,
      winCount: isOf('GROUP', winCount) ? `Type a number from 1 to ${lots.length}.` : null,
      budget: isOf('GROUP', budget) ? 'Type an amount, as 30,000.' : null,
    };
    this.wrong.set(wrong);
    if ([...wrong.caps, wrong.lead, wrong.steps, wrong.winCount, wrong.budget].some(Boolean)) {
      return null;
    }
    const changedLots = had.lots.flatMap(({ lotId, cap }, at) => {
      const next = caps[at] ?? cap;
      return next === cap ? [] : [{ lotId, cap: next }];
    });
    const leadMs = (leadS ?? 0) * SECOND_MS;
    return {
      ...(changedLots.length > 0 ? { lots: changedLots } : {}),
      ...(strategy === 'SNIPE' && leadMs !== had.leadMs ? { leadMs } : {}),
      ...(strategy === 'STEP' && steps !== null && steps !== had.stepCount
        ? { stepCount: steps }
        : {}),
      ...(strategy === 'GROUP' && winCount !== null && winCount !== had.winCount
        ? { winCount }
        : {}),
      ...(strategy === 'GROUP' && budget !== null && budget !== had.budget ? { budget } : {}),
    };
  }
}
