/** Tokens by which an organisation's programs use the same routes as people: scoped, hashed, revocable. */
import type { TokenScope } from '../accounts-contract.ts';
import type { Postgres, Statements } from '../postgres.ts';
import { newId } from './new-id.ts';
import type { Principal } from './principal.ts';
import { hashOf, isSecret, newSecret } from './secrets.ts';

const tokenBytes = 32;
/** People and scanners of leaked secrets know it by this. */
const prefix = 'am_';
const touchMs = 60_000;
export const tokensMax = 50;

export interface ApiTokenRow {
  readonly id: string;
  readonly name: string;
  readonly scopes: TokenScope[];
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly lastUsedAt: number | null;
  readonly revokedAt: number | null;
}

export interface NewToken {
  readonly organisationId: string;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  readonly createdBy: string;
  readonly expiresAt: number | null;
}

const columns = `id, name, scopes, created_at AS "createdAt", expires_at AS "expiresAt",
  last_used_at AS "lastUsedAt", revoked_at AS "revokedAt"`;

type Row<T> = T & { [column: string]: unknown };

export class ApiTokens {
  readonly #postgres: Postgres;
  readonly #now: () => number;

  constructor(postgres: Postgres, now: () => number) {
    this.#postgres = postgres;
    this.#now = now;
  }

  /**
   * Who uses this token.
   * @returns undefined: unknown, revoked, expired, or its organisation is kept out. @throws StoreAway
   */
  find(token: string): Promise<Principal | undefined> {
    if (!token.startsWith(prefix) || !isSecret(token.slice(prefix.length), tokenBytes)) {
      return Promise.resolve(undefined);
    }
    const now = this.#now();
    return this.#postgres.transaction('accounts', async (tx) => {
      const [row] = await tx.query<
        Row<ApiTokenRow & { organisationId: string; organisationName: string }>
      >(
        `SELECT t.id, t.name, t.scopes, t.last_used_at AS "lastUsedAt",
           o.id AS "organisationId", o.name AS "organisationName"
         FROM api_token t JOIN organisation o ON o.id = t.organisation_id
         WHERE t.hash = $1 AND t.revoked_at IS NULL AND o.disabled_at IS NULL
           AND (t.expires_at IS NULL OR t.expires_at > $2)`,
        [hashOf(token), now],
      );
      if (!row) return undefined;
      if (now - (row.lastUsedAt ?? 0) >= touchMs) {
        await tx.query('UPDATE api_token SET last_used_at = $2 WHERE id = $1', [row.id, now]);
      }
      const organisation = { id: row.organisationId, name: row.organisationName };
      const { id, name, scopes } = row;
      return {
        kind: 'TOKEN',
        id,
        name,
        organisation,
        scopes,
        roles: [],
        email: null,
        session: null,
      };
    });
  }

  /** @returns the row and the token; it exists nowhere else */
  async create(tx: Statements, given: NewToken): Promise<ApiTokenRow & { token: string }> {
    const token = prefix + newSecret(tokenBytes);
    const [row] = await tx.query<Row<ApiTokenRow>>(
      `INSERT INTO api_token (id, organisation_id, name, hash, scopes, created_by, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING ${columns}`,
      [
        newId(),
        given.organisationId,
        given.name,
        hashOf(token),
        given.scopes,
        given.createdBy,
        this.#now(),
        given.expiresAt,
      ],
    );
    if (!row) throw new Error('an inserted token was not returned');
    return { ...row, token };
  }

  list(tx: Statements, organisationId: string): Promise<ApiTokenRow[]> {
    return tx.query<Row<ApiTokenRow>>(
      `SELECT ${columns} FROM api_token WHERE organisation_id = $1
       ORDER BY created_at DESC, id LIMIT 500`,
      [organisationId],
    );
  }

  async usableCount(tx: Statements, organisationId: string): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      'SELECT count(*) AS count FROM api_token WHERE organisation_id = $1 AND revoked_at IS NULL',
      [organisationId],
    );
    return row?.count ?? 0;
  }

  /** @returns false: the organisation has no such token that still works */
  async revoke(tx: Statements, organisationId: string, id: string): Promise<boolean> {
    const rows = await tx.query(
      `UPDATE api_token SET revoked_at = $3
       WHERE id = $1 AND organisation_id = $2 AND revoked_at IS NULL RETURNING 1`,
      [id, organisationId, this.#now()],
    );
    return rows.length === 1;
  }
}
