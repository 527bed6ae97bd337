import { Component, computed, inject, input, linkedSignal, resource, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import type { RunList, RunListPublished, SaleItem } from '@auction/gateway/contract';
import { Rest } from '../../api/rest.ts';
import { Attempt } from '../../ui/attempt.ts';
import { ConfirmButton } from '../../ui/confirm-button.ts';
import { ProblemNotice } from '../../ui/problem-notice.ts';
import { problemText } from '../../ui/problem-text.ts';
import { TextField } from '../../ui/text-field.ts';
import { clockTime, dayTime } from '../../ui/times.ts';
import { moved, runListBody, typedRunList, wrongRunList } from './run-list-terms.ts';
import { RUN_LISTS } from './run-lists-page.ts';
import { refusalLine } from './sale-words.ts';
import { Selling } from './selling.ts';

const LOTS_MAX = 200;
/** Publishing goes on as long as each request publishes some more. */
const WITHIN_MS = 15_000;

/** One run list: which drafts, in which order, ending when. Lots are moved by keys, buttons or dragging. */
@Component({
  selector: 'am-run-list-page',
  imports: [ConfirmButton, ProblemNotice, RouterLink, TextField],
  templateUrl: './run-list-page.html',
})
export class RunListPage {
  readonly #rest = inject(Rest);
  readonly #selling = inject(Selling);
  readonly #router = inject(Router);
  /** From the address; undefined: a new one. */
  readonly runListId = input<string>();
  protected readonly problem = problemText;
  protected readonly clock = clockTime;
  protected readonly dayTime = dayTime;
  protected readonly working = new Attempt();
  protected readonly isTried = signal(false);
  protected readonly told = signal('');
  protected readonly refusals = signal<readonly string[]>([]);
  protected readonly loaded = resource({
    params: () => ({ id: this.runListId() }),
    loader: async ({ params: { id }, abortSignal }) => {
      const lists = this.#rest.get<{ runLists: RunList[] }>(RUN_LISTS, {}, abortSignal);
      const [{ lots }, { runLists }] = await Promise.all([this.#selling.list(abortSignal), lists]);
      return { lots, list: runLists.find(({ runListId }) => runListId === id) };
    },
  });
  protected readonly list = computed(() =>
    this.loaded.hasValue() ? this.loaded.value().list : undefined,
  );
  protected readonly isMissing = computed(
    () => this.runListId() !== undefined && this.loaded.hasValue() && this.list() === undefined,
  );
  protected readonly isPublished = computed(() => (this.list()?.publishedAt ?? null) !== null);
  protected readonly typed = linkedSignal(() => typedRunList(this.list()));
  /** Lot ids in their order. */
  protected readonly order = linkedSignal<readonly string[]>(
    () => this.list()?.lots.map(({ lotId }) => lotId) ?? [],
  );
  readonly #sales = computed(
    () =>
      new Map(
        (this.loaded.hasValue() ? this.loaded.value().lots : []).map((lot) => [lot.lotId, lot]),
      ),
  );
  protected readonly wrong = computed(() =>
    this.isTried() ? wrongRunList(this.typed(), this.order().length) : {},
  );
  protected readonly rows = computed(() => {
    const body = runListBody(this.typed(), this.order());
    const list = this.list();
    return this.order().map((lotId, at) => {
      const plannedEnd = body.firstEnd + at * body.gapMs;
      const endsAt = list?.lots.find((lot) => lot.lotId === lotId)?.endsAt ?? null;
      return {
        lotId,
        title: this.#sales().get(lotId)?.title ?? lotId,
        end: Number.isNaN(plannedEnd) ? '' : clockTime(plannedEnd),
        extended: endsAt !== null && endsAt > plannedEnd ? `now ${clockTime(endsAt)}` : '',
      };
    });
  });
  protected readonly free = computed(() =>
    [...this.#sales().values()].filter(
      ({ lotId, status }) => status === 'DRAFT' && !this.order().includes(lotId),
    ),
  );
  readonly #dragged = signal<number | null>(null);

  protected set(field: 'name' | 'startsAt' | 'firstEnd' | 'gap', text: string): void {
    this.typed.update((typed) => ({ ...typed, [field]: text }));
  }

  protected add(lots: readonly SaleItem[]): void {
    this.order.update((order) => [...order, ...lots.map(({ lotId }) => lotId)].slice(0, LOTS_MAX));
  }

  protected remove(lotId: string): void {
    this.order.update((order) => order.filter((one) => one !== lotId));
  }

  /** @param by places, negative: earlier */
  protected move(at: number, by: number): void {
    this.order.update((order) => moved(order, at, at + by));
  }

  /** Alt with an arrow moves the lot whose row has the focus. */
  protected key(event: KeyboardEvent, at: number): void {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (by === 0 || !event.altKey || this.isPublished()) return;
    event.preventDefault();
    this.move(at, by);
    const row = event.currentTarget;
    const place = `Place ${Math.min(Math.max(at + by, 0), this.order().length - 1) + 1}`;
    this.told.set(place);
    if (row instanceof HTMLElement) queueMicrotask(() => row.focus());
  }

  protected drag(at: number): void {
    this.#dragged.set(at);
  }

  protected drop(event: Event, at: number): void {
    event.preventDefault();
    const from = this.#dragged();
    this.#dragged.set(null);
    if (from !== null) this.order.update((order) => moved(order, from, at));
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    this.isTried.set(true);
    if (Object.keys(this.wrong()).length > 0) return;
    await this.working.run(() => this.#save());
  }

  protected async publish(): Promise<void> {
    this.isTried.set(true);
    if (Object.keys(this.wrong()).length > 0) return;
    await this.working.run(async () => {
      const id = this.isPublished() ? (this.runListId() ?? '') : await this.#save();
      await this.#publish(id);
    });
    this.loaded.reload();
  }

  async #save(): Promise<string> {
    const body = runListBody(this.typed(), this.order());
    const id = this.runListId();
    const [method, path] =
      id === undefined ? (['POST', RUN_LISTS] as const) : (['PUT', `${RUN_LISTS}/${id}`] as const);
    const { runListId } = await this.#rest.send<RunList>(method, path, { body });
    this.told.set('Saved.');
    if (id === undefined) await this.#router.navigate(['/sell/run-lists', runListId]);
    return runListId;
  }

  async #publish(id: string): Promise<void> {
    this.refusals.set([]);
    for (let left = Infinity; ;) {
      const path = `${RUN_LISTS}/${id}/publish`;
      const sending = { withinMs: WITHIN_MS };
      const { refused } = await this.#rest.send<RunListPublished>('POST', path, sending);
      const open = refused.filter(({ reason }) => reason === 'UNDECIDED').length;
      this.told.set(`${this.order().length - refused.length} lots are published.`);
      this.refusals.set(refused.map((one) => this.#refusal(one)));
      if (open === 0 || open >= left) return;
      left = open;
    }
  }

  #refusal({ lotId, reason, reasons }: RunListPublished['refused'][number]): string {
    const title = this.#sales().get(lotId)?.title ?? lotId;
    if (reason === 'UNDECIDED') return `${title}: not decided yet. Publish again.`;
    const told = refusalLine({ commandId: '', outcome: 'REJECTED', reason, reasons });
    return `${title}: ${told ?? reason}`;
  }
}
