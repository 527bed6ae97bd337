/** What staff of the platform see and do across organisations. */
import {
  ChangeOrganisationBody,
  IdPath,
  OrganisationItem,
  OrganisationList,
} from '../accounts-contract.ts';
import { audit } from '../audit/audit-outbox.ts';
import { Problem } from '../contract.ts';
import type { App } from '../http/app-types.ts';
import { Refusal } from '../http/problem.ts';
import type { Statements } from '../postgres.ts';
import type { AccountsWorld } from './accounts-world.ts';
import { forRoles } from './roles.ts';

const refusals = { 401: Problem, 403: Problem, 429: Problem, 503: Problem };

interface OrganisationRow {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly disabled: boolean;
  readonly userCount: number;
}

const organisations = (tx: Statements, id?: string): Promise<OrganisationRow[]> =>
  tx.query<OrganisationRow & { [column: string]: unknown }>(
    `SELECT o.id, o.name, o.created_at AS "createdAt", o.disabled_at IS NOT NULL AS disabled,
       (SELECT count(*) FROM app_user u WHERE u.organisation_id = o.id) AS "userCount"
     FROM organisation o WHERE $1::text IS NULL OR o.id = $1 ORDER BY o.name, o.id LIMIT 1000`,
    [id ?? null],
  );

export function adminRoutes(app: App, { postgres, now }: AccountsWorld): void {
  app.get(
    '/api/admin/organisations',
    {
      ...forRoles(['OPERATOR', 'AUDITOR']),
      schema: {
        tags: ['platform'],
        summary: 'All organisations',
        response: { 200: OrganisationList, ...refusals },
      },
    },
    async () => ({
      organisations: await postgres.transaction('platform', (tx) => organisations(tx)),
    }),
  );

  app.patch(
    '/api/admin/organisations/:id',
    {
      ...forRoles(['OPERATOR']),
      schema: {
        tags: ['platform'],
        summary: 'Keep an organisation out, or let it in again',
        description: 'Sessions of its users end and their sockets close; its tokens stop working.',
        params: IdPath,
        body: ChangeOrganisationBody,
        response: { 200: OrganisationItem, 400: Problem, 404: Problem, 415: Problem, ...refusals },
      },
    },
    async (request) => {
      const { id } = request.params;
      const { disabled } = request.body;
      return postgres.transaction('platform', async (tx) => {
        await tx.query(
          `UPDATE organisation SET disabled_at = CASE WHEN $2 THEN coalesce(disabled_at, $3) END
           WHERE id = $1`,
          [id, disabled, now()],
        );
        const [changed] = await organisations(tx, id);
        if (!changed) throw new Refusal('NO_SUCH_ENTRY', 'there is no such organisation');
        if (disabled) await tx.query('DELETE FROM session WHERE organisation_id = $1', [id]);
        const target = `organisation/${id}`;
        const entry = { action: 'ORGANISATION_CHANGED', organisationId: id, target } as const;
        await audit(tx, request, entry, now());
        return changed;
      });
    },
  );
}
