/** Invitations into an organisation: made by its admins, accepted by the link in the mail. */
import { Type } from 'typebox';
import {
  AcceptBody,
  IdPath,
  InvitationItem,
  InvitationList,
  InviteBody,
} from '../accounts-contract.ts';
import type { OrganisationRole } from '../accounts-contract.ts';
import { audit } from '../audit/audit-outbox.ts';
import { Problem } from '../contract.ts';
import type { App } from '../http/app-types.ts';
import { Refusal } from '../http/problem.ts';
import { orderMail } from '../mail/mail-outbox.ts';
import type { Statements } from '../postgres.ts';
import { checkedAddress, checkPassword, dear, linkNotGood } from './accounts-world.ts';
import type { AccountsWorld } from './accounts-world.ts';
import { invitationMs } from './mail-links.ts';
import { newId } from './new-id.ts';
import { requireOrganisation, requirePerson } from './principal.ts';
import { forRoles, publicRoute } from './roles.ts';
import { hashOf } from './secrets.ts';
import { addUser } from './users.ts';

const refusals = { 401: Problem, 403: Problem, 429: Problem, 503: Problem };
const openMax = 100;

interface InvitationRow {
  readonly id: string;
  readonly email: string;
  readonly roles: OrganisationRole[];
  readonly createdAt: number;
  readonly expiresAt: number;
}

type Row<T> = T & { [column: string]: unknown };
const columns = 'id, email, roles, created_at AS "createdAt", expires_at AS "expiresAt"';

export function invitationRoutes(app: App, world: AccountsWorld): void {
  const { postgres, now } = world;
  app.post(
    '/api/organisation/invitations',
    {
      config: { ...forRoles(['ADMIN']).config, ...dear },
      schema: {
        tags: ['organisation'],
        summary: 'Invite somebody by mail; again for one address: the link before is void',
        body: InviteBody,
        response: { 201: InvitationItem, 400: Problem, 409: Problem, 415: Problem, ...refusals },
      },
    },
    async (request, reply) => {
      const organisationId = requireOrganisation(request);
      const { userId } = requirePerson(request);
      const email = checkedAddress(request.body.email);
      const { roles } = request.body;
      const made = await postgres.transaction({ organisationId }, async (tx) => {
        const row = await invite(tx, { organisationId, email, roles, invitedBy: userId }, now());
        await orderMail(tx, { kind: 'INVITATION', address: email, invitationId: row.id }, now());
        const target = `invitation/${row.id}`;
        await audit(tx, request, { action: 'INVITATION_MADE', target }, now());
        return row;
      });
      return reply.code(201).send(made);
    },
  );

  app.get(
    '/api/organisation/invitations',
    {
      ...forRoles(['ADMIN'], 'account:read'),
      schema: {
        tags: ['organisation'],
        summary: 'Invitations that are open',
        response: { 200: InvitationList, ...refusals },
      },
    },
    async (request) => {
      const organisationId = requireOrganisation(request);
      const invitations = await postgres.transaction({ organisationId }, (tx) =>
        tx.query<Row<InvitationRow>>(
          `SELECT ${columns} FROM invitation WHERE organisation_id = $1 AND expires_at > $2
           ORDER BY created_at DESC, id`,
          [organisationId, now()],
        ),
      );
      return { invitations };
    },
  );

  app.delete(
    '/api/organisation/invitations/:id',
    {
      ...forRoles(['ADMIN']),
      schema: {
        tags: ['organisation'],
        summary: 'Withdraw an invitation',
        params: IdPath,
        response: { 204: Type.Null(), 400: Problem, 404: Problem, ...refusals },
      },
    },
    async (request, reply) => {
      const organisationId = requireOrganisation(request);
      const { id } = request.params;
      await postgres.transaction({ organisationId }, async (tx) => {
        const gone = await tx.query(
          'DELETE FROM invitation WHERE id = $1 AND organisation_id = $2 RETURNING 1',
          [id, organisationId],
        );
        if (gone.length === 0) {
          throw new Refusal('NO_SUCH_ENTRY', 'your organisation has no such invitation');
        }
        await audit(
          tx,
          request,
          { action: 'INVITATION_WITHDRAWN', target: `invitation/${id}` },
          now(),
        );
      });
      return reply.code(204).send(null);
    },
  );

  acceptRoute(app, world);
}

interface Invited {
  readonly organisationId: string;
  readonly email: string;
  readonly roles: readonly OrganisationRole[];
  readonly invitedBy: string;
}

async function invite(tx: Statements, invited: Invited, nowMs: number): Promise<InvitationRow> {
  const { organisationId, email, roles, invitedBy } = invited;
  await tx.query('DELETE FROM invitation WHERE organisation_id = $1 AND expires_at <= $2', [
    organisationId,
    nowMs,
  ]);
  const [open] = await tx.query<{ count: number }>(
    'SELECT count(*) AS count FROM invitation WHERE organisation_id = $1',
    [organisationId],
  );
  if ((open?.count ?? 0) >= openMax) {
    throw new Refusal('CONFLICT', `${openMax} invitations are open: withdraw one first`);
  }
  const [row] = await tx.query<Row<InvitationRow>>(
    `INSERT INTO invitation (id, organisation_id, email, roles, invited_by, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (organisation_id, email) DO UPDATE SET roles = excluded.roles, hash = NULL,
       invited_by = excluded.invited_by, created_at = excluded.created_at, expires_at = excluded.expires_at
     RETURNING ${columns}`,
    [newId(), organisationId, email, roles, invitedBy, nowMs, nowMs + invitationMs],
  );
  if (!row) throw new Error('an inserted invitation was not returned');
  return row;
}

function acceptRoute(app: App, { postgres, passwords, now }: AccountsWorld): void {
  app.post(
    '/api/accounts/invitations/accept',
    {
      config: { ...publicRoute.config, ...dear },
      schema: {
        tags: ['accounts'],
        summary: 'Accept an invitation by the token of the mailed link',
        body: AcceptBody,
        response: {
          204: Type.Null(),
          400: Problem,
          403: Problem,
          409: Problem,
          415: Problem,
          429: Problem,
          503: Problem,
        },
      },
    },
    async (request, reply) => {
      const { token, name, password } = request.body;
      checkPassword(password, '');
      const passwordHash = await passwords.hash(password);
      await postgres.transaction('accounts', async (tx) => {
        const [taken] = await tx.query<Row<InvitationRow & { organisationId: string }>>(
          `DELETE FROM invitation WHERE hash = $1 RETURNING ${columns}, organisation_id AS "organisationId"`,
          [hashOf(token)],
        );
        if (!taken || taken.expiresAt <= now()) throw linkNotGood();
        const { email, roles, organisationId } = taken;
        checkPassword(password, email);
        const given = { organisationId, email, name: name.trim(), passwordHash, roles };
        const userId = await addUser(tx, { ...given, verifiedAt: now() }, now());
        if (userId === undefined) {
          throw new Refusal(
            'CONFLICT',
            'this address has an account: one person, one organisation',
          );
        }
        const who = { actorId: userId, organisationId, target: `invitation/${taken.id}` };
        await audit(tx, request, { action: 'INVITATION_ACCEPTED', ...who }, now());
      });
      return reply.code(204).send(null);
    },
  );
}
