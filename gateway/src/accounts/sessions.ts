/**
 * Sessions: 256 random bits in a cookie, only the SHA-256 is stored. Whoever opens a page gets an
 * anonymous one, so that limits and sockets have an owner; signing in makes a new one and ends it.
 */
import type { Role } from '../accounts-contract.ts';
import type { Postgres, Statements } from '../postgres.ts';
import { newId } from './new-id.ts';
import type { Principal } from './principal.ts';
import { hashOf, isSecret, newSecret } from './secrets.ts';

const sessionBytes = 32;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** A session that never opened the board is a crawler or a script: it goes after a day. */
const unusedMs = 24 * hourMs;
/** A ticket prolongs an anonymous session; see live-tickets.ts. */
export const usedMs = 30 * 24 * hourMs;
/** Signed in: ends after so long without use ... */
export const idleMs = 12 * hourMs;
/** ... and after so long whatever happens. */
export const absoluteMs = 7 * 24 * hourMs;
/** Use is written down once in so long. */
export const touchMs = minuteMs;

/** Where a session is signed in from; its owner sees it in the list. */
export interface Origin {
  readonly address: string;
  readonly userAgent: string | null;
}

export interface SessionOwner {
  readonly userId: string;
  readonly organisationId: string | null;
}

export interface SessionRow {
  readonly ref: string;
  readonly createdAt: number;
  readonly lastSeenAt: number;
  readonly expiresAt: number;
  readonly address: string | null;
  readonly userAgent: string | null;
}

interface FoundRow {
  readonly hash: Buffer;
  readonly ref: string;
  readonly lastSeenAt: number;
  readonly absoluteExpiresAt: number;
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly roles: Role[];
  readonly organisationId: string | null;
  readonly organisationName: string | null;
}

/** When a signed-in session ends that is used now; activity never passes the absolute end. */
export const idleEnd = (nowMs: number, absoluteExpiresAt: number): number =>
  Math.min(nowMs + idleMs, absoluteExpiresAt);

export class Sessions {
  readonly #postgres: Postgres;
  readonly #now: () => number;

  constructor(postgres: Postgres, now: () => number) {
    this.#postgres = postgres;
    this.#now = now;
  }

  /** Makes an anonymous session. @returns the cookie's value; it exists nowhere else. @throws StoreAway */
  async create(): Promise<string> {
    const secret = newSecret(sessionBytes);
    const now = this.#now();
    await this.#postgres.query(
      `INSERT INTO session (id, created_at, last_seen_at, expires_at) VALUES ($1, $2, $2, $3)`,
      [hashOf(secret), now, now + unusedMs],
    );
    return secret;
  }

  /**
   * Makes the session of somebody who has just signed in.
   * @param before the cookie's value until now: void from here on, whoever else may know it
   * @returns the new value
   */
  async signIn(
    tx: Statements,
    { userId, organisationId }: SessionOwner,
    origin: Origin,
    before: string | undefined,
  ): Promise<string> {
    const secret = newSecret(sessionBytes);
    const now = this.#now();
    const absoluteExpiresAt = now + absoluteMs;
    if (before !== undefined) await tx.query('DELETE FROM session WHERE id = $1', [hashOf(before)]);
    await tx.query(
      `INSERT INTO session (id, created_at, last_seen_at, expires_at, user_id, organisation_id, ref,
         absolute_expires_at, address, user_agent)
       VALUES ($1, $2, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        hashOf(secret),
        now,
        idleEnd(now, absoluteExpiresAt),
        userId,
        organisationId,
        newId(),
        absoluteExpiresAt,
        origin.address,
        origin.userAgent?.slice(0, 200) ?? null,
      ],
    );
    return secret;
  }

  /** True for text that may be a cookie's value; says nothing about whether the session exists. */
  isWellFormed(cookie: string | undefined): cookie is string {
    return cookie !== undefined && isSecret(cookie, sessionBytes);
  }

  /**
   * Who is signed in by this cookie; using a session keeps it from ending.
   * @returns undefined for anonymous, ended and unknown ones, and for people who are kept out
   * @throws StoreAway
   */
  find(cookie: string): Promise<Principal | undefined> {
    const now = this.#now();
    return this.#postgres.transaction('accounts', async (tx) => {
      const [row] = await tx.query<FoundRow>(
        `SELECT s.id AS hash, s.ref, s.last_seen_at AS "lastSeenAt",
           s.absolute_expires_at AS "absoluteExpiresAt", u.id AS "userId", u.name, u.email, u.roles,
           o.id AS "organisationId", o.name AS "organisationName"
         FROM session s JOIN app_user u ON u.id = s.user_id
           LEFT JOIN organisation o ON o.id = u.organisation_id
         WHERE s.id = $1 AND s.expires_at > $2 AND u.disabled_at IS NULL AND o.disabled_at IS NULL`,
        [hashOf(cookie), now],
      );
      if (row && now - row.lastSeenAt >= touchMs) {
        await tx.query('UPDATE session SET last_seen_at = $2, expires_at = $3 WHERE id = $1', [
          row.hash,
          now,
          idleEnd(now, row.absoluteExpiresAt),
        ]);
      }
      return row && principalOf(row);
    });
  }

  /** Sessions a person is signed in by, last used first. @throws StoreAway */
  list(userId: string): Promise<SessionRow[]> {
    return this.#postgres.transaction('accounts', (tx) =>
      tx.query<SessionRow & { [column: string]: unknown }>(
        `SELECT ref, created_at AS "createdAt", last_seen_at AS "lastSeenAt",
           expires_at AS "expiresAt", address, user_agent AS "userAgent"
         FROM session WHERE user_id = $1 AND expires_at > $2 ORDER BY last_seen_at DESC, ref LIMIT 100`,
        [userId, this.#now()],
      ),
    );
  }

  /** Ends one session of a person. @returns false: there is none of that name */
  async end(tx: Statements, userId: string, ref: string): Promise<boolean> {
    const rows = await tx.query('DELETE FROM session WHERE user_id = $1 AND ref = $2 RETURNING 1', [
      userId,
      ref,
    ]);
    return rows.length === 1;
  }

  /** Ends all sessions of a person. @param but the one to keep @returns how many ended */
  async endAll(tx: Statements, userId: string, but?: Buffer): Promise<number> {
    const rows = await tx.query(
      'DELETE FROM session WHERE user_id = $1 AND ($2::bytea IS NULL OR id <> $2) RETURNING 1',
      [userId, but ?? null],
    );
    return rows.length;
  }

  /**
   * Which of these sessions still exist.
   * @param ids hex of hashes of cookie values
   * @returns those alive. @throws StoreAway
   */
  async alive(ids: readonly string[]): Promise<Set<string>> {
    const rows = await this.#postgres.transaction('accounts', (tx) =>
      tx.query<{ id: string }>(
        `SELECT encode(id, 'hex') AS id FROM session
         WHERE id = ANY(SELECT decode(hex, 'hex') FROM unnest($1::text[]) hex) AND expires_at > $2`,
        [ids, this.#now()],
      ),
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Removes what has expired, a batch at a time. @returns how many went. @throws StoreAway */
  removeExpired(): Promise<number> {
    const now = this.#now();
    return this.#postgres.transaction('accounts', async (tx) => {
      await tx.query('DELETE FROM live_ticket WHERE expires_at <= $1', [now]);
      await tx.query('DELETE FROM account_link WHERE expires_at <= $1', [now]);
      const rows = await tx.query(
        `DELETE FROM session WHERE id IN
           (SELECT id FROM session WHERE expires_at <= $1 LIMIT 1000) RETURNING 1`,
        [now],
      );
      return rows.length;
    });
  }
}

function principalOf(row: FoundRow): Principal {
  const { organisationId: id, organisationName: name } = row;
  return {
    kind: 'USER',
    id: row.userId,
    name: row.name,
    email: row.email,
    organisation: id === null ? null : { id, name: name ?? '' },
    roles: row.roles,
    scopes: null,
    session: { hash: row.hash, ref: row.ref },
  };
}
