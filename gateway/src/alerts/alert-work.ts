/** What goes on beside requests for alerts: they are made, and told to the sockets of their person. */
import { errorFields } from '@auction/streams/runtime/logger';
import type { Logger } from '@auction/streams/runtime/logger';
import { inBackground } from '../background.ts';
import type { LotTable } from '../board/lot-table.ts';
import type { OwnEvents, PersonalEvent } from '../events/own-events.ts';
import { followChannel } from '../follow-channel.ts';
import type { Postgres } from '../postgres.ts';
import { relayPush } from '../push/push-relay.ts';
import type { SendPush } from '../push/push-sender.ts';
import { AlertMaker } from './alert-maker.ts';
import { SearchMatcher } from './search-matcher.ts';

export interface AlertWorkOptions {
  readonly postgres: Postgres;
  /** For the connection that listens. */
  readonly postgresUrl: string;
  readonly events: OwnEvents;
  readonly lots: LotTable;
  /** undefined: no pushes are sent. */
  readonly sendPush: SendPush | undefined;
  /** Epoch ms. */
  readonly now: () => number;
  readonly logger: Logger;
}

const makeMs = 250;
const pushMs = 1_000;
const endingMs = 2_000;
const loadMs = 3_000;
const tidyMs = 3_600_000;

export interface AlertWork {
  /** Resolves when alerts of every gateway are heard here. */
  readonly listening: Promise<void>;
  /** Stops everything, after the turn at hand. */
  stop(): Promise<void>;
}

export function startAlertWork(options: AlertWorkOptions): AlertWork {
  const { postgres, postgresUrl, events, lots, sendPush: send, now, logger } = options;
  const maker = new AlertMaker(postgres, now);
  const matcher = new SearchMatcher(postgres, now);
  events.onLetter((letter) => maker.hear(letter));
  const see: Parameters<typeof lots.rowListeners.add>[0] = (row, was) => {
    maker.see(row, was);
    matcher.see(row, was);
  };
  lots.rowListeners.add(see);
  const following = followChannel({
    postgresUrl,
    channel: 'alert_made',
    onWord: (payload) => events.tellPerson(personalEventOf(payload)),
    onListening: () => Promise.resolve(), // pages ask for the list when they connect
    onTrouble: (error) => logger.warn('alerts are not told at once', errorFields(error)),
  });
  const turn = (work: () => Promise<void>) => async () => {
    await work();
    return false;
  };
  const pushes = send && {
    name: 'pushes',
    everyMs: pushMs,
    work: () => relayPush({ postgres, send, now }),
  };
  const stops = [
    ...(pushes ? [pushes] : []),
    { name: 'alerts', everyMs: makeMs, work: turn(() => maker.make()) },
    { name: 'alerts of searches', everyMs: makeMs, work: turn(() => matcher.make()) },
    { name: 'alerts of ends', everyMs: endingMs, work: turn(() => maker.makeEnding()) },
    { name: 'saved searches', everyMs: loadMs, work: turn(() => matcher.load()) },
    { name: 'tidying of alerts', everyMs: tidyMs, work: turn(() => maker.tidy()) },
    { name: 'tidying of matches', everyMs: tidyMs, work: turn(() => matcher.tidy()) },
    { name: 'alerts nobody was there for', everyMs: tidyMs, work: turn(() => maker.lookBack()) },
  ].map((work) => inBackground(work, logger));
  return {
    listening: following.listening,
    async stop() {
      lots.rowListeners.delete(see);
      await Promise.all([following.stop(), ...stops.map((stop) => stop())]);
    },
  };
}

/** What the trigger of the table `alert` says (watch-tables.ts). */
interface Said {
  readonly userId: string;
  readonly organisationId: string;
  readonly id: string;
  readonly kind: string;
  readonly lot: string | null;
  readonly title: string;
  readonly at: number;
  readonly data: Readonly<Record<string, unknown>>;
}

function personalEventOf(payload: string): PersonalEvent {
  const { userId, organisationId, id, kind, lot, title, at, data } = JSON.parse(payload) as Said;
  // A digest that grows is news again: its instant is part of the name.
  const event = {
    id: `${id}@${at}`,
    kind: 'alert' as const,
    at,
    data: { ...data, id, kind, title },
  };
  return { userId, organisationId, event: lot === null ? event : { ...event, lot } };
}
