import { Component, computed, inject, resource } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { ArchiveParts } from '@auction/gateway/contract';
import { Rest } from '../../api/rest.ts';
import { Live } from '../../live/live.ts';
import { latest } from '../../ui/latest.ts';
import { count } from '../../ui/money.ts';
import { ProblemNotice } from '../../ui/problem-notice.ts';
import { dayTime } from '../../ui/times.ts';
import { monthsOf, sitesOf, size } from './parts-view.ts';
import type { ArchivedMonth } from './parts-view.ts';

/** What is archived, by month and site, with sizes and checks; for operators and auditors. */
@Component({
  selector: 'am-parts-page',
  imports: [ProblemNotice, RouterLink],
  templateUrl: './parts-page.html',
})
export class PartsPage {
  readonly #rest = inject(Rest);
  protected readonly found = resource({
    loader: ({ abortSignal }) =>
      this.#rest.get<ArchiveParts>('/api/archive/parts', {}, abortSignal),
  });
  readonly #parts = latest(this.found);
  readonly #months = computed(() => {
    const known = this.#parts();
    return known && monthsOf(known.parts);
  });
  readonly #live = inject(Live);
  protected readonly sites = computed(() => sitesOf(this.#months() ?? []));
  protected readonly rows = computed(() =>
    this.#months()?.map((month) => toRow(month, this.sites())),
  );
  protected readonly total = computed(() => {
    const months = this.#months() ?? [];
    const of = (name: 'lots' | 'bytes' | 'files'): number =>
      months.reduce((sum, month) => sum + month[name], 0);
    return `${count(of('lots'))} lots of ${months.length} months in ${count(of('files'))} files, ${size(of('bytes'))}`;
  });

  protected siteName(site: string): string {
    return this.#live.sites()?.find(({ id }) => id === site)?.name ?? site;
  }
}

function stateOf(unfinished: number, restored: number): string {
  if (unfinished > 0) return `${unfinished} under way`;
  return restored > 0 ? `${restored} back on the board` : 'done';
}

function toRow(
  { month, files, lots, bytes, unfinished, restored, verifiedAt, sites }: ArchivedMonth,
  all: readonly string[],
) {
  return {
    ...{ month, files: count(files), lots: count(lots), size: size(bytes) },
    isDone: unfinished + restored === 0,
    state: stateOf(unfinished, restored),
    verified: verifiedAt === null ? 'not yet' : dayTime(verifiedAt),
    sites: all.map((site) => {
      const own = sites.get(site);
      return { site, lots: own === undefined ? '–' : count(own) };
    }),
  };
}
