import { Component, computed, inject, input, linkedSignal, resource } from '@angular/core';
import type { LotNote as Note } from '@auction/gateway/contract';
import { Rest, RestError } from '../../api/rest.ts';
import { Attempt } from '../../ui/attempt.ts';
import { problemText } from '../../ui/problem-text.ts';
import { dayTime } from '../../ui/times.ts';

const LENGTH_MAX = 2_000;

/** The organisation's note on a lot: its people read and write the same one. */
@Component({
  selector: 'am-lot-note',
  template: `
    <form (submit)="save($event)">
      <label [for]="'note-' + lotId()">Note of your organisation</label>
      <textarea
        #box
        class="field"
        rows="2"
        [id]="'note-' + lotId()"
        [maxLength]="lengthMax"
        [disabled]="note() === undefined"
        [value]="typed()"
        (input)="typed.set(box.value)"
      ></textarea>
      @if (isChanged()) {
        <div class="actions">
          <button type="submit" class="button primary" [disabled]="saving.isBusy()">
            Save the note
          </button>
          <button type="button" class="button" (click)="typed.set(note()?.text ?? '')">
            Leave it
          </button>
        </div>
      }
      @if (isOvertaken()) {
        <p class="problem" role="alert">
          Somebody has changed the note meanwhile. What you typed is still here;
          <button type="button" class="button" (click)="showTheirs()">show theirs</button>
        </p>
      } @else if (saving.error() ?? loading.error(); as error) {
        <p class="problem" role="alert">{{ problem(error) }}</p>
      }
      <small class="muted">{{ by() }}</small>
    </form>
  `,
})
export class LotNote {
  readonly #rest = inject(Rest);
  readonly lotId = input.required<string>();
  protected readonly lengthMax = LENGTH_MAX;
  protected readonly problem = problemText;
  protected readonly saving = new Attempt();
  protected readonly loading = resource({
    params: () => this.lotId(),
    loader: ({ params, abortSignal }) => this.#rest.get<Note>(pathOf(params), {}, abortSignal),
  });
  /** As the server has it. */
  protected readonly note = linkedSignal<Note | undefined>(() =>
    this.loading.hasValue() ? this.loading.value() : undefined,
  );
  protected readonly typed = linkedSignal(() => this.note()?.text ?? '');
  protected readonly isChanged = computed(() => {
    const note = this.note();
    return note !== undefined && this.typed().trim() !== note.text;
  });
  protected readonly isOvertaken = computed(() => {
    const error = this.saving.error();
    return error instanceof RestError && error.code === 'CONFLICT';
  });
  protected readonly by = computed(() => {
    const { writtenBy = null, writtenAt = null } = this.note() ?? {};
    const everybody = 'Everybody of your organisation sees it, nobody else.';
    if (writtenAt === null) return everybody;
    return `${writtenBy ?? 'Somebody who left'}, ${dayTime(writtenAt)}. ${everybody}`;
  });

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const { version } = this.note() ?? { version: 0 };
    const body = { text: this.typed().trim(), version };
    await this.saving.run(async () =>
      this.note.set(await this.#rest.send<Note>('PUT', pathOf(this.lotId()), { body })),
    );
  }

  protected async showTheirs(): Promise<void> {
    await this.saving.run(() => Promise.resolve());
    this.loading.reload();
  }
}

const pathOf = (lotId: string) => `/api/lots/${encodeURIComponent(lotId)}/note`;
