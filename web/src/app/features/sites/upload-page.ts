import { Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { UploadPreview } from '@auction/gateway/contract';
import { Account } from '../../account/account.ts';
import { Uploads } from '../../api/uploads.ts';
import { Attempt } from '../../ui/attempt.ts';
import { count } from '../../ui/money.ts';
import { problemText } from '../../ui/problem-text.ts';

/** Lines an import answers, one after the other. */
type ImportLine =
  | { readonly kind: 'progress'; readonly rows: number }
  | {
      readonly kind: 'done';
      readonly snapshotId: string;
      readonly rows: number;
      readonly published: number;
      readonly rejected: number;
      readonly reason: string | null;
    }
  | { readonly kind: 'refused' | 'failed'; readonly reason: string };

const SITE = 'dealer';
/** Facts shown of the first rows, where they are recognised. */
const shownFacts = [
  ...['vin', 'year', 'make', 'model', 'odometer', 'odometerUnit'],
  ...['saleEnd', 'currentBid', 'buyNow', 'currency', 'city', 'state'],
];

/** An operator's file of a sender: a dry run first, then the import with its progress. */
@Component({
  selector: 'am-upload-page',
  imports: [RouterLink],
  templateUrl: './upload-page.html',
  host: { tabindex: '0', role: 'region', 'aria-label': 'Import a file' },
})
export class UploadPage {
  readonly #uploads = inject(Uploads);
  readonly #account = inject(Account);
  protected readonly counted = count;
  protected readonly words = problemText;
  protected readonly looking = new Attempt();
  protected readonly importing = new Attempt();
  protected readonly file = signal<File | null>(null);
  protected readonly isComplete = signal(false);
  protected readonly preview = signal<UploadPreview | null>(null);
  protected readonly rows = signal(0);
  protected readonly outcome = signal<Exclude<ImportLine, { kind: 'progress' }> | null>(null);
  protected readonly isOperator = computed(() => this.#account.has('OPERATOR'));
  /** Columns of the table of first rows. */
  protected readonly facts = computed(() => {
    const recognised = new Set(this.preview()?.recognised);
    return shownFacts.filter((name) => recognised.has(name));
  });
  protected readonly rejectsUrl = computed(() => {
    const done = this.outcome();
    return done?.kind === 'done'
      ? `/api/imports/${SITE}/${encodeURIComponent(done.snapshotId)}/rejects`
      : null;
  });

  protected async chosen(event: Event): Promise<void> {
    const file = event.target instanceof HTMLInputElement ? event.target.files?.item(0) : null;
    this.file.set(file ?? null);
    this.preview.set(null);
    this.outcome.set(null);
    this.rows.set(0);
    if (!file) return;
    await this.looking.run(async () =>
      this.preview.set(
        await this.#uploads.send<UploadPreview>('/api/imports/preview', queryOf(file), file),
      ),
    );
  }

  protected async start(): Promise<void> {
    const file = this.file();
    if (!file) return;
    const query = { ...queryOf(file), complete: String(this.isComplete()) };
    await this.importing.run(() =>
      this.#uploads.follow('/api/imports', query, file, (told) => {
        const line = told as ImportLine;
        if (line.kind === 'progress') this.rows.set(line.rows);
        else this.outcome.set(line);
      }),
    );
  }
}

const queryOf = ({ name }: File): Record<string, string> => ({ site: SITE, file: name });
