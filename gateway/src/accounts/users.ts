/** Organisations and users in Postgres. Every function works in the caller's transaction and scope. */
import type { OrganisationRole, Role } from '../accounts-contract.ts';
import type { Statements } from '../postgres.ts';
import { newId } from './new-id.ts';

export interface UserRow {
  readonly id: string;
  readonly organisationId: string | null;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly roles: Role[];
  readonly createdAt: number;
  readonly verifiedAt: number | null;
  readonly disabledAt: number | null;
}

export interface NewUser {
  readonly organisationId: string | null;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly roles: readonly Role[];
  readonly verifiedAt: number | null;
  readonly isDemo?: boolean;
}

type Row<T> = T & { [column: string]: unknown };

const columns = `u.id, u.organisation_id AS "organisationId", u.email, u.name,
  u.password_hash AS "passwordHash", u.roles, u.created_at AS "createdAt",
  u.verified_at AS "verifiedAt", u.disabled_at AS "disabledAt"`;

/**
 * @param email in the form of email-address.ts
 * @returns `disabledAt` is set also when the organisation is kept out
 */
export async function userByEmail(tx: Statements, email: string): Promise<UserRow | undefined> {
  const [row] = await tx.query<Row<UserRow & { organisationDisabledAt: number | null }>>(
    `SELECT ${columns}, o.disabled_at AS "organisationDisabledAt"
     FROM app_user u LEFT JOIN organisation o ON o.id = u.organisation_id WHERE u.email = $1`,
    [email],
  );
  return row && { ...row, disabledAt: row.disabledAt ?? row.organisationDisabledAt };
}

export async function userById(tx: Statements, id: string): Promise<UserRow | undefined> {
  const [row] = await tx.query<Row<UserRow>>(`SELECT ${columns} FROM app_user u WHERE u.id = $1`, [
    id,
  ]);
  return row;
}

/** Users of the organisation the transaction is in, by name. */
export const usersOf = (tx: Statements, organisationId: string): Promise<UserRow[]> =>
  tx.query<Row<UserRow>>(
    `SELECT ${columns} FROM app_user u WHERE u.organisation_id = $1 ORDER BY u.name, u.id LIMIT 1000`,
    [organisationId],
  );

/** @returns its id */
export async function addOrganisation(
  tx: Statements,
  name: string,
  nowMs: number,
): Promise<string> {
  const id = newId();
  await tx.query('INSERT INTO organisation (id, name, created_at) VALUES ($1, $2, $3)', [
    id,
    name,
    nowMs,
  ]);
  return id;
}

/** @returns its id; undefined: the address has an account */
export async function addUser(
  tx: Statements,
  given: NewUser,
  nowMs: number,
): Promise<string | undefined> {
  const [row] = await tx.query<{ id: string }>(
    `INSERT INTO app_user (id, organisation_id, email, name, password_hash, roles, created_at, verified_at, is_demo)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (email) DO NOTHING RETURNING id`,
    [
      newId(),
      given.organisationId,
      given.email,
      given.name,
      given.passwordHash,
      given.roles,
      nowMs,
      given.verifiedAt,
      given.isDemo ?? false,
    ],
  );
  return row?.id;
}

/** A new password; who could read the mail has proved the address too. */
export async function setPassword(
  tx: Statements,
  userId: string,
  passwordHash: string,
  provedAt: number | null,
): Promise<void> {
  await tx.query(
    `UPDATE app_user SET password_hash = $2, verified_at = coalesce(verified_at, $3) WHERE id = $1`,
    [userId, passwordHash, provedAt],
  );
}

export interface UserChange {
  readonly roles?: readonly OrganisationRole[];
  readonly disabled?: boolean;
}

/** What became of a change of one of the organisation's users. */
export type ChangeResult =
  | { readonly ok: true; readonly user: UserRow }
  | { readonly ok: false; readonly reason: 'NO_SUCH_USER' | 'LAST_ADMIN' };

/**
 * Changes roles, keeps out or lets in again; an organisation never loses its last admin.
 * @param change null: the user is removed
 */
export async function changeUser(
  tx: Statements,
  organisationId: string,
  userId: string,
  change: UserChange | null,
  nowMs: number,
): Promise<ChangeResult> {
  // One change at a time in an organisation, or two admins could remove each other.
  await tx.query('SELECT 1 FROM organisation WHERE id = $1 FOR UPDATE', [organisationId]);
  const users = await usersOf(tx, organisationId);
  const user = users.find(({ id }) => id === userId);
  if (!user) return { ok: false, reason: 'NO_SUCH_USER' };
  const changed = change && {
    ...user,
    roles: change.roles ? [...change.roles] : user.roles,
    disabledAt: disabledAtAfter(user, change, nowMs),
  };
  const others = users.filter(({ id }) => id !== userId);
  if (![...others, ...(changed ? [changed] : [])].some(isAdmin)) {
    return { ok: false, reason: 'LAST_ADMIN' };
  }
  if (!changed) await tx.query('DELETE FROM app_user WHERE id = $1', [userId]);
  else {
    await tx.query('UPDATE app_user SET roles = $2, disabled_at = $3 WHERE id = $1', [
      userId,
      changed.roles,
      changed.disabledAt,
    ]);
  }
  return { ok: true, user: changed ?? user };
}

function disabledAtAfter(user: UserRow, { disabled }: UserChange, nowMs: number): number | null {
  if (disabled === undefined) return user.disabledAt;
  return disabled ? (user.disabledAt ?? nowMs) : null;
}

const isAdmin = ({ roles, disabledAt, verifiedAt }: UserRow) =>
  roles.includes('ADMIN') && disabledAt === null && verifiedAt !== null;
