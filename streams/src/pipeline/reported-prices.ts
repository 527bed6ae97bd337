/** Which reports of assisted bidding a lot's new price says something about. */
import type { Codec } from '@auction/avro/codec';
import type { Placement } from '@auction/avro/records';
import { topics } from '@auction/avro/topics';
import type { Codecs } from '../runtime/registry.ts';

interface Told {
  readonly orgId: string;
  readonly lotId: string;
  readonly priceMinor: number;
}

export class ReportedPrices {
  readonly #codec: Codec<'Lot'>;
  /** Reports that are open, by lot and organisation. */
  readonly #reports = new Map<string, Map<string, Placement>>();
  readonly #prices = new Map<string, number>();

  constructor(codecs: Codecs) {
    this.#codec = codecs.of(topics.lots);
  }

  see(placement: Placement): void {
    const { lotId, orgId, state } = placement;
    const of = this.#reports.get(lotId) ?? new Map<string, Placement>();
    if (state === 'REPORTED' || state === 'OUTBID_LIKELY') of.set(orgId, placement);
    else of.delete(orgId);
    if (of.size > 0) this.#reports.set(lotId, of);
    else this.#reports.delete(lotId);
  }

  /** @param value of a record of `lots`; what cannot be read is somebody else's to tell */
  seeLot(value: Buffer | null): void {
    if (value === null || this.#reports.size === 0) return;
    const decoded = this.#codec.decode(value);
    if (!decoded.ok || decoded.value.priceMinor === null) return;
    const { lotId, priceMinor } = decoded.value;
    if (this.#reports.has(lotId)) this.#prices.set(lotId, priceMinor);
  }

  /** Takes out what has changed for reports: the price went above what was placed, or fell back. */
  takeTold(): Told[] {
    const told = [...this.#prices].flatMap(([lotId, priceMinor]) =>
      [...(this.#reports.get(lotId) ?? [])].flatMap(([orgId, { state, standingMaxMinor }]) => {
        const isAbove = priceMinor > (standingMaxMinor ?? 0);
        return isAbove === (state === 'OUTBID_LIKELY') ? [] : [{ orgId, lotId, priceMinor }];
      }),
    );
    this.#prices.clear();
    return told;
  }
}
