import { Component, computed, effect, inject, resource, signal, untracked } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import type { AuditItem, AuditPage as Page } from '@auction/gateway/contract';
import { Account } from '../../account/account.ts';
import { Rest } from '../../api/rest.ts';
import { Attempt } from '../../ui/attempt.ts';
import { latest } from '../../ui/latest.ts';
import { ProblemNotice } from '../../ui/problem-notice.ts';
import { problemText } from '../../ui/problem-text.ts';
import { clockTime, dayTime, day } from '../../ui/times.ts';

const PAGE_EVENTS = 100;
const filters = [
  { name: 'action', label: 'Action', hint: 'SIGNED_IN' },
  { name: 'actor', label: 'Who (id)', hint: '' },
  { name: 'target', label: 'What (kind/id)', hint: 'lot/…' },
] as const;
const names = ['action', 'actor', 'target', 'result', 'organisation'] as const;

/** Who did what: an admin's own organisation, everything for auditors of the platform. */
@Component({
  selector: 'am-audit-page',
  imports: [ProblemNotice, RouterLink],
  host: { tabindex: '0', role: 'region', 'aria-label': 'Audit' },
  templateUrl: './audit-page.html',
})
export class AuditPage {
  readonly #rest = inject(Rest);
  readonly #router = inject(Router);
  readonly #route = inject(ActivatedRoute);
  readonly #parameters = toSignal(this.#route.queryParams, { requireSync: true });
  protected readonly account = inject(Account);
  protected readonly filters = filters;
  protected readonly problem = problemText;
  protected readonly searching = new Attempt();
  protected readonly query = computed(() => {
    const parameters = this.#parameters() as Readonly<Record<string, string | undefined>>;
    const given = names.flatMap((name) => {
      const value = parameters[name];
      return value === undefined || value === '' ? [] : [[name, value] as const];
    });
    return Object.fromEntries(given);
  });
  protected readonly found = resource({
    params: () => ({ ...this.query(), limit: PAGE_EVENTS }),
    loader: ({ params, abortSignal }) => this.#rest.get<Page>('/api/audit', params, abortSignal),
  });
  readonly #first = latest(this.found);
  readonly #more = signal<readonly Page[]>([]);
  readonly #last = computed(() => this.#more().at(-1) ?? this.#first());
  protected readonly next = computed(() => this.#last()?.next ?? null);
  protected readonly events = computed(() => {
    const first = this.#first();
    const isOperator = this.account.has('OPERATOR');
    return (
      first &&
      [first, ...this.#more()].flatMap((page) => page.events.map((e) => toRow(e, isOperator)))
    );
  });
  /** Addresses of the export, by format. */
  protected readonly exports = computed(() =>
    (['csv', 'jsonl'] as const).map((format) => {
      const query = new URLSearchParams({ ...this.query(), format });
      return { format, address: `/api/audit/export?${query.toString()}` };
    }),
  );

  constructor() {
    effect(() => {
      this.query();
      untracked(() => this.#more.set([]));
    });
  }

  protected change(name: string, event: Event): void {
    const value = (event.target as HTMLInputElement).value.trim(); // bound to inputs and selects
    void this.#router.navigate([], {
      relativeTo: this.#route,
      queryParams: { [name]: value === '' ? null : value },
      queryParamsHandling: 'merge',
      replaceUrl: true,
    });
  }

  protected async older(): Promise<void> {
    const cursor = this.next();
    if (cursor === null) return;
    const query = { ...this.query(), limit: PAGE_EVENTS, cursor };
    await this.searching.run(async () => {
      const page = await this.#rest.get<Page>('/api/audit', query, AbortSignal.timeout(15_000));
      this.#more.update((pages) => [...pages, page]);
    });
  }
}

const resultTones: Readonly<Record<string, 'good' | 'warn' | 'bad' | undefined>> = {
  DONE: 'good',
  REFUSED: 'warn',
  FAILED: 'bad',
};

const lower = (word: string): string => word.toLowerCase().replaceAll('_', ' ');

function toRow(event: AuditItem, isOperator: boolean) {
  const { eventId, at, action, result, reason, actorName, actorId, target, requestId } = event;
  const words = lower(action);
  return {
    eventId,
    at: dayTime(at),
    title: `${day(at)} ${clockTime(at)}`,
    action: words.charAt(0).toUpperCase() + words.slice(1),
    result: reason === null ? lower(result) : lower(reason),
    tone: resultTones[result] ?? 'calm',
    who: actorName ?? actorId ?? 'a visitor',
    target,
    lotId: target?.startsWith('lot/') ? target.slice(4) : null,
    request: isOperator ? requestId : null,
    facts: [
      { label: 'Time', text: `${day(at)} ${clockTime(at)}` },
      { label: 'Who', text: `${lower(event.actorKind)} ${actorId ?? ''}` },
      { label: 'Organisation', text: event.organisationId ?? 'none' },
      { label: 'From address', text: event.address ?? 'unknown' },
      { label: 'Request', text: requestId ?? 'none' },
      { label: 'Record', text: `${event.writerId} ${event.writerSeq}` },
      { label: 'Hash', text: event.hash },
    ],
  };
}
