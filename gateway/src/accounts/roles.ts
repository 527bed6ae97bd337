/** Who may use a route, declared beside it. A route that declares nothing is not assembled. */
import type { Role, TokenScope } from '../accounts-contract.ts';

/**
 * `PUBLIC`: anybody, signed in or not. Otherwise people need one of `roles` (empty: any), programs
 * the `scope`; without a scope no token opens the route.
 */
export type Access = 'PUBLIC' | { readonly roles: readonly Role[]; readonly scope?: TokenScope };

export const publicRoute = { config: { access: 'PUBLIC' } } as const;

/** Any person who is signed in. @param scope lets tokens in that have it */
export const signedIn = (scope?: TokenScope) => withAccess([], scope);

/** People with one of the roles. @param scope lets tokens in that have it */
export const forRoles = (roles: readonly [Role, ...Role[]], scope?: TokenScope) =>
  withAccess(roles, scope);

const withAccess = (roles: readonly Role[], scope: TokenScope | undefined) => ({
  config: { access: { roles, ...(scope === undefined ? {} : { scope }) } satisfies Access },
});

/** Who is asking, as far as rights go. */
export interface Rights {
  readonly roles: readonly Role[];
  /** null: a person, whose roles decide. */
  readonly scopes: readonly TokenScope[] | null;
}

/** @returns whether somebody with these rights may use the route. Total. */
export function mayUse(access: Access, rights: Rights): boolean {
  if (access === 'PUBLIC') return true;
  if (rights.scopes) return access.scope !== undefined && rights.scopes.includes(access.scope);
  return access.roles.length === 0 || access.roles.some((role) => rights.roles.includes(role));
}
