import type { FastifyRequest } from 'fastify';
import { requireOrganisation, requirePerson } from '../accounts/principal.ts';

/** Whose list, searches or alerts: a person who acts for an organisation. */
export interface OwnPerson {
  readonly userId: string;
  readonly organisationId: string;
}

/** @throws Refusal FORBIDDEN for tokens and for staff of the platform */
export const ownPerson = (request: FastifyRequest): OwnPerson => ({
  userId: requirePerson(request).userId,
  organisationId: requireOrganisation(request),
});
