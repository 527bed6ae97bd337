import { Component, computed, inject, resource, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { RobotItem } from '@auction/gateway/contract';
import { Account } from '../../account/account.ts';
import { endText, isOver, robotPlan, robotStatus, SENT_NOTE } from '../../robots/robot-words.ts';
import { RobotChange } from '../../robots/robot-change.ts';
import { Robots } from '../../robots/robots.ts';
import { Attempt } from '../../ui/attempt.ts';
import { calmName } from '../../ui/calm.ts';
import { ConfirmButton } from '../../ui/confirm-button.ts';
import { latest } from '../../ui/latest.ts';
import { money } from '../../ui/money.ts';
import { ProblemNotice } from '../../ui/problem-notice.ts';
import { problemText } from '../../ui/problem-text.ts';
import { refreshing } from '../../ui/refreshing.ts';
import { dayTime } from '../../ui/times.ts';
import { GroupForm } from './group-form.ts';
import { RobotDeeds } from './robot-deeds.ts';

const REFRESH_MS = 3_000;

/** The organisation's robots: what each is told, where it stands, what it did and why. */
@Component({
  selector: 'am-robots-page',
  imports: [ConfirmButton, GroupForm, ProblemNotice, RobotChange, RobotDeeds, RouterLink],
  templateUrl: './robots-page.html',
})
export class RobotsPage {
  readonly #robots = inject(Robots);
  readonly #account = inject(Account);
  protected readonly problem = problemText;
  protected readonly sentNote = SENT_NOTE;
  protected readonly working = new Attempt();
  /** What was done last, to be said. */
  protected readonly told = signal('');
  /** The robot whose deeds are shown. */
  protected readonly opened = signal<string | null>(null);
  /** The robot whose order is being changed. */
  protected readonly changing = signal<string | null>(null);
  protected readonly mayOrder = computed(() => this.#account.has('BUYER'));
  protected readonly robots = resource({
    loader: ({ abortSignal }) => this.#robots.list(abortSignal),
  });
  readonly #list = latest(this.robots);
  protected readonly isHalted = computed(() => this.#list()?.halted ?? false);
  protected readonly rows = computed(() => this.#list()?.robots.map(toRow));
  protected readonly runningCount = computed(
    () => this.rows()?.filter((row) => !row.isOver).length ?? 0,
  );

  constructor() {
    refreshing(this.robots, REFRESH_MS);
  }

  protected toggle({ robotId }: Row): void {
    this.opened.update((opened) => (opened === robotId ? null : robotId));
  }

  protected startChange({ robotId }: Row): void {
    this.told.set('');
    this.changing.update((changing) => (changing === robotId ? null : robotId));
  }

  protected endChange(isChanged: boolean): void {
    this.changing.set(null);
    if (!isChanged) return;
    this.told.set('Changed: it counts for its next bid.');
    this.robots.reload();
  }

  protected async wish({ robotId }: Row, wish: RobotItem['wish']): Promise<void> {
    this.told.set('');
    const isDone = await this.working.run(() => this.#robots.change(robotId, { wish }));
    if (isDone) this.told.set(wish === 'RUN' ? 'It goes on.' : SENT_NOTE);
    this.robots.reload();
  }

  protected async stopAll(): Promise<void> {
    this.told.set('');
    if (await this.working.run(() => this.#robots.stopAll())) this.told.set(SENT_NOTE);
    this.robots.reload();
  }
}

type Row = ReturnType<typeof toRow>;

function toRow(robot: RobotItem) {
  const { robotId, currency, lots, wish, strategy } = robot;
  const titles = lots.map(({ lotId, title }) => ({
    lotId,
    title: calmName(title ?? `Lot ${lotId}`),
  }));
  return {
    robot,
    robotId,
    currency,
    isGroup: strategy === 'GROUP',
    name: strategy === 'GROUP' ? `Group of ${lots.length} lots` : (titles[0]?.title ?? 'Robot'),
    plan: robotPlan(robot),
    ...robotStatus(robot),
    why: endText(robot),
    isOver: isOver(robot) || wish === 'STOP',
    isPaused: wish === 'PAUSE',
    lots: lots.map((lot, index) => ({
      ...titles[index],
      lotId: lot.lotId,
      link: lot.link,
      facts: lotFacts(lot, currency),
    })),
  };
}

const lotEnds: Readonly<Record<string, string>> = {
  WON: 'won',
  LOST: 'not won',
  NO_BID: 'over, without a bid of yours',
};

function lotFacts(lot: RobotItem['lots'][number], currency: string): string {
  const { cap, price, endsAt, end, isLeading, bidOnWay } = lot;
  const facts = [`up to ${money(cap, currency)}`];
  if (price !== null) facts.push(`price ${money(price, currency)}`);
  if (end !== null) facts.push(lotEnds[end] ?? end);
  else {
    if (bidOnWay) facts.push('a bid is on its way');
    if (isLeading) facts.push('leading');
    if (endsAt !== null) facts.push(`ends ${dayTime(endsAt)}`);
  }
  return facts.join(' · ');
}
