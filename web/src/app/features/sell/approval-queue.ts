import { Component, computed, input, output, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { SaleItem } from '@auction/gateway/contract';
import { ConfirmButton } from '../../ui/confirm-button.ts';
import { CounterForm } from './counter-form.ts';
import type { SaleRow } from './sale-rows.ts';
import type { Verb } from './selling.ts';

/** What the seller decided about one lot. */
export interface SaleWord {
  readonly lot: SaleItem;
  readonly verb: Verb;
  readonly body?: object;
}

/** Lots that ended below the reserve: each waits for the seller's word, several can be approved at once. */
@Component({
  selector: 'am-approval-queue',
  imports: [ConfirmButton, CounterForm, RouterLink],
  templateUrl: './approval-queue.html',
})
export class ApprovalQueue {
  readonly rows = input.required<readonly SaleRow[]>();
  readonly disabled = input(false);
  readonly decided = output<SaleWord>();
  readonly approvedAll = output<readonly SaleItem[]>();
  readonly #chosen = signal<ReadonlySet<string>>(new Set());
  protected readonly chosen = computed(() =>
    this.rows().filter(({ lot }) => this.#chosen().has(lot.lotId)),
  );
  protected readonly areAll = computed(() => this.chosen().length === this.rows().length);

  protected isChosen(lotId: string): boolean {
    return this.#chosen().has(lotId);
  }

  protected choose(lotId: string, isChosen: boolean): void {
    this.#chosen.update((before) => {
      const after = new Set(before);
      if (isChosen) after.add(lotId);
      else after.delete(lotId);
      return after;
    });
  }

  protected chooseAll(areChosen: boolean): void {
    this.#chosen.set(new Set(areChosen ? this.rows().map(({ lot }) => lot.lotId) : []));
  }

  protected approveChosen(): void {
    this.approvedAll.emit(this.chosen().map(({ lot }) => lot));
    this.#chosen.set(new Set());
  }
}
