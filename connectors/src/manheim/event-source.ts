/**
 * Manheim's events: thin envelopes that say where something has changed. Nothing signs them, so two things
 * make one genuine: it came to the address only the site was told, and its resource, asked for with our own
 * token at the API's own host, shows what the event claims.
 */
import { hash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { FeedError } from '../connector.ts';
import type { EventSource, FetchedBack, SiteEvent } from '../events.ts';
import { jsonIn } from '../http/application-token.ts';
import type { Answer } from '../http/ask.ts';
import { cellOf } from '../json/cells.ts';
import { isObject } from '../json/json-reader.ts';
import type { JsonObject } from '../json/json-reader.ts';
import type { ManheimClient } from './client.ts';
import { listingIdOf } from './to-raw-listing.ts';

export interface ManheimEventOptions {
  readonly client: ManheimClient;
  /** Where the site shall send its events, without the secret part. */
  readonly callbackUrl: string;
  /** Last part of that address. */
  readonly hookSecret: string;
}

const envelope = z.object({
  id: z.string().min(1).max(200).optional(),
  eventType: z.string().max(100),
  resource: z.string().min(1).max(2_000),
  body: z.object({ vin: z.string().max(40).optional() }).optional(),
  /** When it happened, not when it was sent. */
  created: z.iso.datetime({ offset: true }),
});
const envelopes = z.union([
  envelope.transform((one) => [one]),
  z.array(envelope).max(1_000),
  z.object({ items: z.array(envelope).max(1_000) }).transform(({ items }) => items),
]);

/** Questions under way at once. */
const atOnceMax = 16;
const replayMax = 1_000;
const replayPagesMax = 100;

export function manheimEvents({
  client,
  callbackUrl,
  hookSecret,
}: ManheimEventOptions): EventSource {
  let subscription: string | undefined;
  return {
    isGenuine: (secret) => isSame(secret, hookSecret),
    parse: (body) => eventsIn(body),
    subscribe: async (signal) => {
      subscription ??= await subscribed(client, `${callbackUrl}/${hookSecret}`, signal);
    },
    missed: async (since, signal) => {
      if (subscription === undefined) throw new FeedError('PAGE_FAILED', 'nothing is subscribed');
      return replayed(client, subscription, since, signal);
    },
    fetchBack: (events, signal) => fetchedBack(client, events, signal),
  };
}

/** Hashes are compared, so that neither length nor beginning shows. */
function isSame(given: string, expected: string): boolean {
  const [one, other] = [given, expected].map((text) => hash('sha256', text, 'buffer'));
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}

function eventsIn(body: Buffer): SiteEvent[] | undefined {
  const read = envelopes.safeParse(jsonIn(body));
  return read.success ? read.data.map(toEvent) : undefined;
}

function toEvent({ id, eventType, resource, body, created }: z.output<typeof envelope>): SiteEvent {
  return {
    id: id ?? hash('sha256', `${eventType} ${resource} ${created}`, 'hex'),
    createdAt: Date.parse(created),
    resource,
    vin: body?.vin ?? null,
  };
}

/** The site answers an address it knows with the subscription it has. */
async function subscribed(
  client: ManheimClient,
  callback: string,
  signal: AbortSignal,
): Promise<string> {
  const subscriber = await client.call(client.at('subscribers'), signal, { callback });
  const subscriberId = idIn(subscriber, 'subscribers');
  const wish = { subscriber: subscriberId, resource: 'listings', type: 'UNIT.*' };
  return idIn(await client.call(client.at('subscriptions'), signal, wish), 'subscriptions');
}

function idIn(answer: Answer, what: string): string {
  if (!answer.ok) throw new FeedError('PAGE_FAILED', `${what}: ${answer.reason}`);
  const id = cellOf((jsonIn(answer.body) as JsonObject | undefined)?.['id']);
  if (id === '') throw new FeedError('PAGE_FAILED', `${what}: the answer has no id`);
  return id;
}

async function replayed(
  client: ManheimClient,
  subscription: string,
  since: number,
  signal: AbortSignal,
): Promise<SiteEvent[]> {
  const events: SiteEvent[] = [];
  for (let page = 0; page < replayPagesMax; page++) {
    const url = client.at(`events/subscription/${encodeURIComponent(subscription)}`);
    url.searchParams.set('since', new Date(since).toISOString());
    url.searchParams.set('start', String(page * replayMax));
    url.searchParams.set('limit', String(replayMax));
    const answer = await client.call(url, signal);
    if (!answer.ok) throw new FeedError('PAGE_FAILED', `replay: ${answer.reason}`);
    const found = eventsIn(answer.body);
    if (found === undefined) throw new FeedError('PAGE_FAILED', 'replay: no list of events');
    events.push(...found);
    if (found.length < replayMax) break;
  }
  return events;
}

/** Each resource once, however many events speak of it. */
async function fetchedBack(
  client: ManheimClient,
  events: readonly SiteEvent[],
  signal: AbortSignal,
): Promise<FetchedBack> {
  const byResource = [...Map.groupBy(events, ({ resource }) => resource)];
  const records: Buffer[] = [];
  const forged: SiteEvent[] = [];
  for (let from = 0; from < byResource.length; from += atOnceMax) {
    const some = byResource.slice(from, from + atOnceMax);
    const found = await Promise.all(some.map(([resource]) => recordAt(client, resource, signal)));
    for (const [index, [, told]] of some.entries()) {
      const record = found[index];
      const isConfirmed = (event: SiteEvent): boolean =>
        record !== undefined && (event.vin === null || event.vin === cellOf(record['vin']));
      forged.push(...told.filter((event) => !isConfirmed(event)));
      if (told.some(isConfirmed)) records.push(Buffer.from(`${JSON.stringify(record)}\n`));
    }
  }
  return { records, forged };
}

/**
 * What a resource shows. The address comes from outside: only the API's own host is asked.
 * @returns undefined for what is not there
 * @throws FeedError when the site does not answer
 */
async function recordAt(
  client: ManheimClient,
  resource: string,
  signal: AbortSignal,
): Promise<JsonObject | undefined> {
  const base = client.at('');
  const url = URL.parse(resource, base.href);
  if (url?.origin !== base.origin || !url.pathname.startsWith(base.pathname)) return undefined;
  if (url.username !== '' || url.password !== '') return undefined;
  const answer = await client.call(url, signal);
  if (!answer.ok) {
    if (answer.status === 404 || answer.status === 410) return undefined;
    throw new FeedError('PAGE_FAILED', `resource of an event: ${answer.reason}`);
  }
  const record = jsonIn(answer.body) as JsonObject | undefined;
  return isObject(record) && listingIdOf(record) !== undefined ? record : undefined;
}
