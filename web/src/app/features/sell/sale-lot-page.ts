import { Component, computed, inject, input, linkedSignal, resource, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import type { SaleItem } from '@auction/gateway/contract';
import { isDecided } from '../../bids/bidding.ts';
import { Attempt } from '../../ui/attempt.ts';
import { latest } from '../../ui/latest.ts';
import { ProblemNotice } from '../../ui/problem-notice.ts';
import { problemText } from '../../ui/problem-text.ts';
import { PhotosCard } from './photos-card.ts';
import { SaleForm } from './sale-form.ts';
import { openLotBody, saleBody, termsOf, type TypedTerms } from './sale-terms.ts';
import { saleRefusals, type SaleRefusal } from './sale-words.ts';
import { Selling, type Told } from './selling.ts';

const isChangeable = ({ status }: SaleItem) => ['DRAFT', 'SCHEDULED', 'OPEN'].includes(status);

/** One lot of the seller's: its terms, the vehicle and its photos. Without an id: a new one. */
@Component({
  selector: 'am-sale-lot-page',
  imports: [PhotosCard, ProblemNotice, RouterLink, SaleForm],
  templateUrl: './sale-lot-page.html',
})
export class SaleLotPage {
  readonly #selling = inject(Selling);
  readonly #router = inject(Router);
  /** From the address; undefined: a lot is made. */
  readonly lotId = input<string>();
  protected readonly problem = problemText;
  protected readonly saving = new Attempt();
  protected readonly refusals = signal<readonly SaleRefusal[]>([]);
  protected readonly told = signal('');
  protected readonly lots = resource({
    loader: ({ abortSignal }) => this.#selling.list(abortSignal),
  });
  readonly #list = latest(this.lots);
  protected readonly lot = computed(() =>
    this.#list()?.lots.find(({ lotId }) => lotId === this.lotId()),
  );
  protected readonly isMissing = computed(
    () => this.lotId() !== undefined && this.#list() !== undefined && this.lot() === undefined,
  );
  /** What the fields start with: of the lot as it was first seen, so that typing is never lost. */
  protected readonly given = linkedSignal<SaleItem | undefined, TypedTerms | undefined>({
    source: this.lot,
    computation: (lot, before) =>
      lot === undefined || before?.value !== undefined ? before?.value : termsOf(lot),
  });
  protected readonly isOpen = computed(() => this.lot()?.status === 'OPEN');
  protected readonly isFixed = computed(() => {
    const lot = this.lot();
    return lot !== undefined && !isChangeable(lot);
  });

  protected async make(typed: TypedTerms): Promise<void> {
    let made: string | undefined;
    await this.#wish(async () => {
      const answer = await this.#selling.make(saleBody(typed));
      made = answer.lotId;
      return answer;
    });
    if (made !== undefined && this.refusals().length === 0) {
      await this.#router.navigate(['/sell/lots', made]);
    }
  }

  protected async save(lot: SaleItem, typed: TypedTerms): Promise<void> {
    const body = this.isOpen() ? openLotBody(typed, lot) : saleBody(typed);
    if (Object.keys(body).length === 0) return;
    await this.#wish(() => this.#selling.change(lot.lotId, body));
    this.lots.reload();
  }

  async #wish(send: () => Promise<Told>): Promise<void> {
    this.refusals.set([]);
    this.told.set('');
    const isSent = await this.saving.run(async () => {
      const answer = await send();
      if (isDecided(answer)) this.refusals.set(saleRefusals(answer));
    });
    if (isSent && this.refusals().length === 0) this.told.set('Saved.');
  }
}
