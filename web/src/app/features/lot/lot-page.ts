import { Component, computed, effect, inject, input, untracked } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import { toSignal } from '@angular/core/rxjs-interop';
import { Account } from '../../account/account.ts';
import { RestError } from '../../api/rest.ts';
import { Live } from '../../live/live.ts';
import { ServerClock } from '../../live/server-clock.ts';
import { calmName } from '../../ui/calm.ts';
import { ending } from '../../ui/ending.ts';
import { Icon } from '../../ui/icon.ts';
import { count, money, moneyStep } from '../../ui/money.ts';
import { ProblemNotice } from '../../ui/problem-notice.ts';
import { statusReason, statusWords } from '../../ui/statuses.ts';
import { age, fullTime, monthYear } from '../../ui/times.ts';
import { WatchStar } from '../../watch/watch-star.ts';
import { WatchedLots } from '../../watch/watched-lots.ts';
import { LotNote } from './lot-note.ts';
import { BidPanel } from './bid-panel.ts';
import { BuyNow } from './buy-now.ts';
import { ExternalPanel } from './external-panel.ts';
import { RobotPanel } from './robot-panel.ts';
import { ListingHistory } from './listing-history.ts';
import { LotPhotos } from './lot-photos.ts';
import { lotFacts, placeOf } from './lot-facts.ts';
import { LotLoader } from './lot-loader.ts';
import { reserveText } from './lot-now.ts';
import { offerLine } from './offer-words.ts';
import { PriceChart } from './price-chart.ts';
import { VehicleOffers } from './vehicle-offers.ts';

const MINUTE_MS = 60_000;
const FIRST_FACTS = 4;
const endedStatuses: ReadonlySet<string> = new Set(['SOLD', 'NOT_SOLD', 'ENDED', 'WITHDRAWN']);

/** One lot: facts, price, time and status as they are now, how they came to be, and the same car elsewhere. */
@Component({
  selector: 'am-lot-page',
  imports: [
    BidPanel,
    BuyNow,
    ExternalPanel,
    Icon,
    ListingHistory,
    LotNote,
    PriceChart,
    ProblemNotice,
    RobotPanel,
    RouterLink,
    LotPhotos,
    VehicleOffers,
    WatchStar,
  ],
  providers: [LotLoader],
  templateUrl: './lot-page.html',
})
export class LotPage {
  readonly #clock = inject(ServerClock);
  readonly #live = inject(Live);
  readonly #router = inject(Router);
  readonly #parameters = toSignal(inject(ActivatedRoute).queryParamMap, { requireSync: true });
  protected readonly watched = inject(WatchedLots);
  protected readonly account = inject(Account);
  protected readonly loader = inject(LotLoader);
  /** From the address. */
  readonly lotId = input.required<string>();

  protected readonly isWide = computed(() => this.#parameters().get('lot') === 'wide');
  /** An archived run of the lot, by the version it ended in; null: the lot as it stands now. */
  protected readonly run = computed(() => {
    const given = this.#parameters().get('run') ?? '';
    return /^[1-9]\d{0,14}$/.test(given) ? Number(given) : null;
  });
  /** What a lot that has left the board says about itself. */
  protected readonly past = computed(() => {
    const detail = this.loader.detail();
    if (detail === undefined || detail.archivedMonth === null) return null;
    const cameBack = detail.offers.some(({ relation }) => relation === 'LATER_RUN');
    return { month: monthYear(detail.archivedMonth), cameBack };
  });
  /** The run before, of a lot that was offered here already; null: there was none, or this is one. */
  protected readonly before = computed(() => {
    const detail = this.loader.detail();
    if (detail === undefined || detail.archivedMonth !== null) return null;
    const last = detail.offers.find(({ relation }) => relation === 'EARLIER_RUN');
    return last === undefined ? null : offerLine(last, detail.lotId);
  });
  protected readonly isMissing = computed(() => {
    const error = this.loader.error();
    return error instanceof RestError && error.status === 404;
  });
  protected readonly ending = computed(() => {
    const now = this.loader.now();
    if (now === undefined) return null;
    return ending(now.endsAt, now.precision, now.status, this.#clock.second());
  });
  protected readonly price = computed(() => {
    const amount = this.loader.now()?.priceMinor ?? null;
    const currency = this.loader.detail()?.price.currency;
    return amount === null || currency === undefined ? null : money(amount, currency);
  });
  protected readonly step = computed(() => {
    const prices = this.loader.points().map(({ priceMinor }) => priceMinor);
    const last = prices.at(-1) ?? null;
    const before = prices.findLast((price) => price !== null && price !== last) ?? null;
    const currency = this.loader.detail()?.price.currency;
    if (last === null || before === null || currency === undefined) return null;
    const rose = last > before;
    return {
      rose,
      text: `${rose ? '▲' : '▼'} ${moneyStep(last - before, currency)} with the last change`,
    };
  });
  /** What the amount is: a price only where it was sold. */
  protected readonly priceWord = computed(() => {
    const status = this.loader.now()?.status ?? '';
    const currency = this.loader.detail()?.price.currency ?? '';
    const isOver = endedStatuses.has(status);
    if (this.price() === null) return isOver ? 'No bid seen' : 'No bid yet';
    if (status === 'SOLD') return `Sold for, ${currency}`;
    return `${isOver ? 'Last' : 'Current'} bid, ${currency}`;
  });
  protected readonly bids = computed(() => {
    const bidCount = this.loader.now()?.bidCount ?? null;
    return bidCount === null ? null : `${count(bidCount)} ${bidCount === 1 ? 'bid' : 'bids'}`;
  });
  protected readonly status = computed(() => statusWords(this.loader.now()?.status ?? ''));
  protected readonly why = computed(() => {
    const now = this.loader.now();
    return now === undefined ? '' : statusReason(now.status, now.statusReason);
  });
  protected readonly reserve = computed(() => {
    const { status, reserve } = this.loader.now() ?? { status: '', reserve: '' };
    return endedStatuses.has(status) ? null : reserveText(reserve);
  });
  protected readonly title = computed(() => calmName(this.loader.detail()?.title ?? ''));
  readonly #facts = computed(() => {
    const detail = this.loader.detail();
    return detail === undefined ? [] : lotFacts(detail);
  });
  /** Those a buyer asks first stand above the price. */
  protected readonly firstFacts = computed(() => this.#facts().slice(0, FIRST_FACTS));
  protected readonly otherFacts = computed(() => this.#facts().slice(FIRST_FACTS));
  /** Where a lot that is sold elsewhere takes bids. */
  protected readonly sourceWord = computed(() => {
    const detail = this.loader.detail();
    const isOpen = this.loader.now()?.status === 'OPEN';
    return isOpen && detail?.kind === 'EXTERNAL'
      ? `Bid at ${this.#siteName(detail.site)}`
      : 'Open at the site';
  });
  protected readonly siteName = computed(() => this.#siteName(this.loader.detail()?.site ?? ''));
  protected readonly subtitle = computed(() => {
    const detail = this.loader.detail();
    if (detail === undefined) return '';
    return [this.#siteName(detail.site), `lot ${detail.siteListingId}`, placeOf(detail)]
      .filter(Boolean)
      .join(' · ');
  });
  /** The end of the sale here and at the yard, where the two clocks differ. */
  protected readonly times = computed(() => {
    const endsAt = this.loader.now()?.endsAt ?? null;
    if (endsAt === null) return null;
    const zone = this.loader.detail()?.timeZone ?? null;
    const here = fullTime(endsAt);
    const there = zone === null ? here : fullTime(endsAt, zone);
    return { here, there: there === here ? null : there };
  });
  protected readonly seen = computed(() => {
    const detail = this.loader.detail();
    if (detail === undefined) return '';
    const observed = age(this.#clock.second() - detail.observedAt);
    return `Seen ${observed} ago, first ${fullTime(detail.firstSeenAt)}`;
  });
  /** The chart's line ends at the running minute; that of a lot of the archive with the lot. */
  protected readonly lineEnd = computed(() => {
    const detail = this.loader.detail();
    if (detail !== undefined && detail.archivedMonth !== null) {
      return detail.endsAt ?? detail.observedAt;
    }
    return Math.ceil(this.#clock.second() / MINUTE_MS) * MINUTE_MS;
  });

  constructor() {
    const title = inject(Title);
    effect(() => {
      const lotId = this.lotId();
      const run = this.run();
      untracked(() => this.loader.show(lotId, run));
    });
    effect(() => {
      const name = this.title() || (this.isMissing() ? 'No such lot' : 'Lot');
      title.setTitle(`${name} · Auction Manager`);
    });
  }

  #siteName(site: string): string {
    return this.#live.sites()?.find(({ id }) => id === site)?.name ?? site;
  }

  /** Beside the board, or over it with more room. */
  protected turnWide(): void {
    void this.#router.navigate([], {
      queryParams: { lot: this.isWide() ? null : 'wide' },
      queryParamsHandling: 'merge',
    });
  }

  protected close(): void {
    void this.#router.navigate(['/'], {
      queryParams: { lot: null, run: null },
      queryParamsHandling: 'merge',
    });
  }
}
