import { Component, computed, inject, resource, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { SaleImport } from '@auction/gateway/contract';
import { Rest } from '../../api/rest.ts';
import { Attempt } from '../../ui/attempt.ts';
import { problemText } from '../../ui/problem-text.ts';
import { refreshing } from '../../ui/refreshing.ts';
import { TextField } from '../../ui/text-field.ts';

const IMPORTS = '/api/sell/imports';
/** While drafts are made the page looks this often. */
const REFRESH_MS = 1_000;
const UPLOAD_WITHIN_MS = 120_000;
const currencies = ['USD', 'CAD', 'EUR', 'GBP'] as const;
const encodings = ['utf-8', 'windows-1252', 'iso-8859-15'] as const;

const stateWords: Readonly<Record<SaleImport['state'], string>> = {
  CHECKED: 'Checked: nothing is made yet.',
  RUNNING: 'Making drafts…',
  WAITING: 'Nobody answers at the moment. It goes on by itself.',
  STOPPED: 'It has stopped. Start it again: it goes on where it was.',
  DONE: 'Done.',
};

const moving: ReadonlySet<SaleImport['state'] | undefined> = new Set(['RUNNING', 'WAITING']);

/** Lots from a file: what the file says, what is wrong with it, and then drafts of the rest. */
@Component({
  selector: 'am-import-page',
  imports: [RouterLink, TextField],
  templateUrl: './import-page.html',
})
export class ImportPage {
  readonly #rest = inject(Rest);
  protected readonly problem = problemText;
  protected readonly currencies = currencies;
  protected readonly encodings = encodings;
  protected readonly currency = signal<string>(currencies[0]);
  protected readonly encoding = signal<string>(encodings[0]);
  protected readonly startsAt = signal('');
  protected readonly endsAt = signal('');
  protected readonly working = new Attempt();
  readonly #importId = signal<string | undefined>(undefined);
  readonly #shown = resource({
    params: () => this.#importId(),
    loader: ({ params, abortSignal }) =>
      this.#rest.get<SaleImport>(`${IMPORTS}/${params}`, {}, abortSignal),
  });
  readonly #uploaded = signal<SaleImport | undefined>(undefined);
  /** What is known of the file; undefined: none was chosen yet. */
  protected readonly shown = computed(() => {
    const loaded = this.#shown.hasValue() ? this.#shown.value() : undefined;
    const uploaded = this.#uploaded();
    return loaded?.importId === uploaded?.importId ? (loaded ?? uploaded) : uploaded;
  });
  protected readonly words = computed(() => stateWords[this.shown()?.state ?? 'CHECKED']);
  protected readonly unused = computed(() =>
    (this.shown()?.columns ?? []).filter(({ field }) => field === null).map(({ name }) => name),
  );
  protected readonly canStart = computed(() => {
    const { state, goodCount = 0 } = this.shown() ?? {};
    return goodCount > 0 && (state === 'CHECKED' || state === 'STOPPED');
  });

  constructor() {
    refreshing(
      {
        reload: () => moving.has(this.shown()?.state) && this.#shown.reload(),
      },
      REFRESH_MS,
    );
  }

  protected async upload(box: HTMLInputElement): Promise<void> {
    const file = box.files?.[0];
    box.value = '';
    if (file === undefined) return;
    const body = new FormData();
    for (const [name, text] of Object.entries(this.#fields())) body.append(name, text);
    body.append('file', file, 'lots.csv');
    this.#importId.set(undefined);
    this.#uploaded.set(undefined);
    await this.working.run(async () => {
      const given = { body, withinMs: UPLOAD_WITHIN_MS };
      this.#uploaded.set(await this.#rest.send<SaleImport>('POST', IMPORTS, given));
    });
  }

  protected async start({ importId }: SaleImport): Promise<void> {
    await this.working.run(async () => {
      this.#uploaded.set(await this.#rest.send('POST', `${IMPORTS}/${importId}/start`));
      this.#importId.set(importId);
      this.#shown.reload();
    });
  }

  #fields(): Readonly<Record<string, string>> {
    const instant = (text: string) => (text === '' ? '' : String(Date.parse(text)));
    return {
      currency: this.currency(),
      encoding: this.encoding(),
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      startsAt: instant(this.startsAt()),
      endsAt: instant(this.endsAt()),
    };
  }
}
