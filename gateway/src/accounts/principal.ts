/** Who is asking: what routes read from a request after access.ts has let it pass. */
import type { FastifyRequest } from 'fastify';
import type { Role, TokenScope } from '../accounts-contract.ts';
import { Refusal } from '../http/problem.ts';

export interface Principal {
  readonly kind: 'USER' | 'TOKEN';
  /** userId, or the token's id: the actor in audit records. */
  readonly id: string;
  readonly name: string;
  /** null: staff of the platform, who belong to no organisation. */
  readonly organisation: { readonly id: string; readonly name: string } | null;
  /** Of a person; a token has none. */
  readonly roles: readonly Role[];
  /** Of a token; null for a person. */
  readonly scopes: readonly TokenScope[] | null;
  /** Of a person. */
  readonly email: string | null;
  /** The session a person is signed in by: its stored hash, and the name its owner sees. */
  readonly session: { readonly hash: Buffer; readonly ref: string } | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by access.ts; read it by `requirePrincipal`. */
    principal: Principal | null;
  }
}

/**
 * Who is asking, on a route that is not public.
 * @throws Refusal NOT_SIGNED_IN, which access.ts has thrown before on every such route
 */
export function requirePrincipal(request: FastifyRequest): Principal {
  if (request.principal) return request.principal;
  throw notSignedIn();
}

/**
 * The organisation somebody acts for; the only one whose rows they may see or change.
 * @throws Refusal FORBIDDEN for staff of the platform
 */
export function requireOrganisation(request: FastifyRequest): string {
  const { organisation } = requirePrincipal(request);
  if (organisation) return organisation.id;
  throw new Refusal('FORBIDDEN', 'this is done by members of an organisation; you belong to none');
}

/** A person's own affairs, which no program has. @throws Refusal FORBIDDEN for tokens */
export function requirePerson(request: FastifyRequest) {
  const { session, id } = requirePrincipal(request);
  if (session) return { userId: id, session };
  throw new Refusal('FORBIDDEN', 'a token is no person: sign in for this');
}

export const notSignedIn = (): Refusal =>
  new Refusal('NOT_SIGNED_IN', 'sign in at POST /api/accounts/sign-in, or send an API token');
