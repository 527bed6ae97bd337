/** What a site that pushes gives to the generic part, beside its feed: how its events are read and checked. */

/** One notice that something has changed. Thin: what has changed is fetched from the site. */
export interface SiteEvent {
  /** The site's own, or made of what the event says. */
  readonly id: string;
  /** When it happened, epoch ms. */
  readonly createdAt: number;
  /** Address at the site of what it is about. */
  readonly resource: string;
  /** What the event claims that address shows; null where it claims nothing. */
  readonly vin: string | null;
}

export interface FetchedBack {
  /** Records as the site answers them now, in the form the feed's reader reads. */
  readonly records: readonly Buffer[];
  /** Events whose claim the site does not confirm. */
  readonly forged: readonly SiteEvent[];
}

/** Of a site that tells by itself when something changes. */
export interface EventSource {
  /** Whether the caller knows the secret only the site was told. Takes the same time for any text. */
  isGenuine(secret: string): boolean;
  /** @returns undefined for what is no event of this site */
  parse(body: Buffer): readonly SiteEvent[] | undefined;
  /** Tells the site where to send its events, as often as it is called. @throws FeedError */
  subscribe(signal: AbortSignal): Promise<void>;
  /** Events since an instant (epoch ms), in whatever order. @throws FeedError */
  missed(since: number, signal: AbortSignal): Promise<readonly SiteEvent[]>;
  /** Asks the site what the events are about. @throws FeedError when it does not answer */
  fetchBack(events: readonly SiteEvent[], signal: AbortSignal): Promise<FetchedBack>;
}
