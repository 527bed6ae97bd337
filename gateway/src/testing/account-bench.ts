/**
 * Gateways on a Postgres schema of their own, with the role that owns nothing: what the account
 * specs run against. Mails and audit records are collected instead of sent.
 */
import pg from 'pg';
import { openPostgresStore } from '@auction/streams/testing/postgres-store';
import { silentLogger } from '@auction/streams/runtime/logger';
import type { Logger } from '@auction/streams/runtime/logger';
import type { AuditEvent } from '@auction/avro/records';
import { LiveSockets } from '../accounts/live-sockets.ts';
import { followSessionEnds } from '../accounts/session-ends.ts';
import type { SessionEnds } from '../accounts/session-ends.ts';
import { Sessions } from '../accounts/sessions.ts';
import type { Role, TokenScope } from '../accounts-contract.ts';
import { ApiTokens } from '../accounts/api-tokens.ts';
import { addOrganisation, addUser } from '../accounts/users.ts';
import { buildApp } from '../app.ts';
import type { AppOptions } from '../app.ts';
import { relayAudit } from '../audit/audit-relay.ts';
import { BoardFeed } from '../board/board-feed.ts';
import { Board } from '../board/board.ts';
import type { App } from '../http/app-types.ts';
import { relayMail } from '../mail/mail-relay.ts';
import { openPostgres } from '../postgres.ts';
import type { Postgres } from '../postgres.ts';
import { migrateGateway } from '../schema.ts';
import { aDesk } from './a-desk.ts';

export const origin = 'http://127.0.0.1:8080';
/** Right for everybody a bench makes by `user`; the hash stands for it without being computed. */
export const goodPassword = 'correct horse battery';

export interface Mailed {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface Gateway {
  readonly app: App;
  readonly feed: BoardFeed;
  readonly sockets: LiveSockets;
  readonly ends: SessionEnds;
  close(): Promise<void>;
}

export class AccountBench {
  /** Epoch ms; moved by tests. Starts at the real time, which the socket's own checks also read. */
  nowMs = Date.now();
  readonly postgres: Postgres;
  /** As the owner, past row-level security. */
  readonly owner: pg.Pool;
  readonly appUrl: string;
  readonly role: string;
  readonly #close: () => Promise<void>;

  constructor(appUrl: string, role: string, owner: pg.Pool, close: () => Promise<void>) {
    this.appUrl = appUrl;
    this.role = role;
    this.owner = owner;
    this.postgres = openPostgres({ url: appUrl, connectionMax: 6, onIdleError: () => undefined });
    this.#close = close;
  }

  readonly now = (): number => this.nowMs;

  async gateway(
    options: Partial<AppOptions> & { readonly logger?: Logger } = {},
  ): Promise<Gateway> {
    const sockets = new LiveSockets();
    const board = new Board({ epoch: 'e1', sourceCount: 7, now: this.now });
    const feed = options.feed ?? new BoardFeed({ board, random: () => 0.5, clock: () => 0 });
    const app = await buildApp({
      postgres: this.postgres,
      feed,
      desk: aDesk().desk,
      placing: { write: async () => undefined, sites: [], sealKey: undefined },
      cassandra: undefined,
      mongo: undefined,
      logger: silentLogger,
      now: this.now,
      version: 'test',
      webDir: undefined,
      allowedOrigins: [origin],
      secureCookies: true,
      proxyHops: 0,
      apiRequestsPerMinute: 100_000,
      liveSockets: sockets,
      demoAccounts: false,
      ...options,
    });
    const ends = followSessionEnds({
      postgresUrl: this.appUrl,
      sessions: new Sessions(this.postgres, this.now),
      sockets,
      logger: silentLogger,
      sweepMs: 60_000,
    });
    await ends.listening;
    const close = async (): Promise<void> => {
      await ends.stop();
      await app.close();
    };
    return { app, feed, sockets, ends, close };
  }

  /** Sends the mails that wait. */
  async mails(): Promise<Mailed[]> {
    const sent: Mailed[] = [];
    const send = async (mail: Mailed): Promise<void> => {
      sent.push(mail);
    };
    const { postgres, now } = this;
    while (await relayMail({ postgres, send, publicUrl: origin, now }));
    return sent;
  }

  /** Relays the audit records that wait. */
  async audited(): Promise<AuditEvent[]> {
    const events: AuditEvent[] = [];
    const write = async (batch: readonly { readonly event: AuditEvent }[]): Promise<void> => {
      events.push(...batch.map(({ event }) => event));
    };
    while ((await relayAudit(this.postgres, write)) > 0);
    return events;
  }

  organisation(name = 'Northside'): Promise<string> {
    return this.postgres.transaction('accounts', (tx) => addOrganisation(tx, name, this.nowMs));
  }

  /** @returns a verified user who is signed in; the password opens nothing unless a hash is given */
  async user(
    organisationId: string | null,
    roles: readonly Role[],
    passwordHash = 'none',
  ): Promise<Person> {
    const email = `user${++this.#userCount}@bench.example`;
    const given = { organisationId, email, name: email, roles, passwordHash };
    return this.postgres.transaction('accounts', async (tx) => {
      const id = await addUser(tx, { ...given, verifiedAt: this.nowMs }, this.nowMs);
      if (id === undefined) throw new Error(`${email} exists already`);
      const sessions = new Sessions(this.postgres, this.now);
      const from = { address: '127.0.0.1', userAgent: null };
      const owner = { userId: id, organisationId };
      const cookie = await sessions.signIn(tx, owner, from, undefined);
      return { id, email, headers: cookieHeaders(cookie), cookie };
    });
  }
  #userCount = 0;

  /** @returns headers a program sends */
  async token(organisationId: string, scopes: readonly TokenScope[], createdBy: string) {
    const tokens = new ApiTokens(this.postgres, this.now);
    const given = { organisationId, scopes, createdBy, name: 'a program', expiresAt: null };
    const made = await this.postgres.transaction({ organisationId }, (tx) =>
      tokens.create(tx, given),
    );
    return { ...made, headers: { authorization: `Bearer ${made.token}` } };
  }

  async close(): Promise<void> {
    await this.postgres.close();
    await this.#close();
  }
}

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly cookie: string;
  /** What the person's browser sends from our pages. */
  readonly headers: Readonly<Record<string, string>>;
}

export const cookieHeaders = (cookie: string): Record<string, string> => ({
  cookie: `__Host-sid=${cookie}`,
  origin,
});

/** @param url of the owner @param name of the schema and of the role */
export async function openAccountBench(url: string, name: string): Promise<AccountBench> {
  const store = await openPostgresStore(url, name);
  const role = `${name}_app`;
  const appUrl = new URL(store.url);
  appUrl.username = role;
  appUrl.password = 'bench';
  await migrateGateway(store.url, appUrl.href);
  const owner = new pg.Pool({ connectionString: store.url, max: 2 });
  return new AccountBench(appUrl.href, role, owner, async () => {
    await owner.query(`DROP OWNED BY ${role}`);
    await owner.query(`DROP ROLE ${role}`);
    await owner.end();
    await store.close();
  });
}

/** Value of the session cookie an answer sets. */
export function cookieIn(answer: {
  readonly cookies: readonly { readonly name: string; readonly value: string }[];
}): string | undefined {
  return answer.cookies.find(({ name }) => name === '__Host-sid')?.value;
}

/** The token of a link in a mail. */
export function linkIn(mail: Mailed | undefined): string {
  return /#token=([A-Za-z0-9_-]{43})/.exec(mail?.text ?? '')?.[1] ?? '';
}
