/** Browsers of one's own that show alerts also while no page is open. */
import { Type } from 'typebox';
import { IdPath } from '../accounts-contract.ts';
import { newId } from '../accounts/new-id.ts';
import { signedIn } from '../accounts/roles.ts';
import { Problem } from '../contract.ts';
import type { App } from '../http/app-types.ts';
import { badParameters, Refusal } from '../http/problem.ts';
import type { Postgres } from '../postgres.ts';
import { PushDevice, PushDeviceBody, PushDevices } from '../watch-contract.ts';
import { ownPerson } from '../watch/person.ts';
import { watchRefusals } from '../watch/watchlist-routes.ts';
import { pushAddressFault } from './push-address.ts';

const deviceMax = 10;
const columns = `id, name, created_at AS "createdAt"`;
type Row = PushDevice & { [column: string]: unknown };

export interface PushWorld {
  readonly postgres: Postgres;
  /** Our public key; null: this installation sends no pushes. */
  readonly publicKey: string | null;
  /** Epoch ms. */
  readonly now: () => number;
}

export function pushRoutes(app: App, { postgres, publicKey, now }: PushWorld): void {
  app.get(
    '/api/push',
    {
      ...signedIn(),
      schema: {
        tags: ['watching'],
        summary: 'My browsers that take pushes, and the key to subscribe with',
        response: { 200: PushDevices, ...watchRefusals },
      },
    },
    async (request, reply) => {
      const { userId, organisationId } = ownPerson(request);
      reply.header('cache-control', 'no-store');
      const devices = await postgres.transaction({ organisationId }, (tx) =>
        tx.query<Row>(
          `SELECT ${columns} FROM push_device WHERE user_id = $1 ORDER BY created_at DESC`,
          [userId],
        ),
      );
      return { key: publicKey, devices };
    },
  );

  app.post(
    '/api/push/devices',
    {
      ...signedIn(),
      schema: {
        tags: ['watching'],
        summary: 'Send my alerts to a browser',
        description:
          'What `PushManager.subscribe` gave; the address must be https at a public host.',
        body: PushDeviceBody,
        response: { 200: PushDevice, 409: Problem, 415: Problem, ...watchRefusals },
      },
    },
    async (request) => {
      const { userId, organisationId } = ownPerson(request);
      const { endpoint, p256dh, auth, name } = request.body;
      const fault = pushAddressFault(endpoint);
      if (fault !== undefined) throw badParameters([{ parameter: 'endpoint', message: fault }]);
      if (publicKey === null) throw new Refusal('CONFLICT', 'no pushes are sent from here');
      // Across tenants, because the browser may have been somebody else's until now.
      return postgres.transaction('accounts', async (tx) => {
        await tx.query('DELETE FROM push_device WHERE endpoint = $1', [endpoint]);
        const [had] = await tx.query<{ count: number }>(
          'SELECT count(*)::int AS count FROM push_device WHERE user_id = $1',
          [userId],
        );
        if ((had?.count ?? 0) >= deviceMax) {
          throw new Refusal('CONFLICT', `you have ${deviceMax} browsers already; remove some`);
        }
        const id = newId();
        const createdAt = now();
        await tx.query(
          `INSERT INTO push_device (id, user_id, organisation_id, endpoint, p256dh, auth, name, created_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
          [id, userId, organisationId, endpoint, p256dh, auth, name, createdAt],
        );
        return { id, name, createdAt };
      });
    },
  );

  app.delete(
    '/api/push/devices/:id',
    {
      ...signedIn(),
      schema: {
        tags: ['watching'],
        summary: 'Send no more alerts to a browser',
        params: IdPath,
        response: { 204: Type.Null(), 404: Problem, ...watchRefusals },
      },
    },
    async (request, reply) => {
      const { userId, organisationId } = ownPerson(request);
      const gone = await postgres.transaction({ organisationId }, (tx) =>
        tx.query('DELETE FROM push_device WHERE id = $1 AND user_id = $2 RETURNING 1', [
          request.params.id,
          userId,
        ]),
      );
      if (gone.length === 0) throw new Refusal('NO_SUCH_ENTRY', 'you have no such browser');
      return reply.code(204).send(null);
    },
  );
}
