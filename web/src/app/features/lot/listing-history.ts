import { Component, computed, input, output } from '@angular/core';
import type { ListingVersion } from '@auction/gateway/contract';
import { dayTime, fullTime } from '../../ui/times.ts';
import { fieldText, fieldWord, isTelling } from './field-words.ts';

/** Every version of the listing with what changed in it, newest first. */
@Component({
  selector: 'am-listing-history',
  template: `
    <ol>
      @for (entry of entries(); track entry.version) {
        <li>
          <div class="when num">
            <time [title]="entry.exactly">{{ entry.at }}</time>
            <span class="muted">version {{ entry.version }}</span>
          </div>
          @if (entry.what; as what) {
            <p>{{ what }}</p>
          }
          @for (change of entry.changes; track change.field) {
            <div class="change">
              <span class="muted">{{ change.word }}</span>
              <span class="num"
                ><s>{{ change.before }}</s
                ><span class="said"> changed to </span><span aria-hidden="true"> → </span
                ><b>{{ change.after }}</b></span
              >
            </div>
          }
        </li>
      }
    </ol>
    @if (hasOlder()) {
      <button type="button" class="button" [disabled]="isLoading()" (click)="olderWanted.emit()">
        {{ isLoading() ? 'Loading …' : 'Show older versions' }}
      </button>
    }
  `,
})
export class ListingHistory {
  readonly versions = input.required<readonly ListingVersion[]>();
  readonly hasOlder = input.required<boolean>();
  readonly isLoading = input.required<boolean>();
  readonly olderWanted = output();

  protected readonly entries = computed(() =>
    this.versions().map((one) => ({
      version: one.version,
      at: dayTime(one.observedAt),
      exactly: fullTime(one.observedAt),
      what: whatOf(one),
      changes: one.changes
        .filter(({ field }) => isTelling(field) && field !== 'presence')
        .map(({ field, before, after }) => ({
          field,
          word: fieldWord(field),
          before: fieldText(field, before, one.currency),
          after: fieldText(field, after, one.currency),
        })),
    })),
  );
}

function whatOf({ version, presence, changes }: ListingVersion): string | null {
  if (presence === 'GONE') return 'It is not in the feed any more.';
  if (version === 1) return 'First seen.';
  if (changes.length === 0)
    return 'Seen again: a lower price with as many bids is believed only then.';
  if (changes.some(({ field }) => field === 'presence')) return 'It is in the feed again.';
  return changes.some(({ field }) => isTelling(field))
    ? null
    : 'Written again, nothing of note changed.';
}
