/** One note a lot and organisation: its people read and write the same one. */
import { requireOrganisation } from '../accounts/principal.ts';
import { signedIn } from '../accounts/roles.ts';
import { Problem } from '../contract.ts';
import type { App } from '../http/app-types.ts';
import { Refusal } from '../http/problem.ts';
import { LotPath, noSuchLot } from '../lots/lot-routes.ts';
import type { Postgres, Statements } from '../postgres.ts';
import { LotNote, LotNoteBody } from '../watch-contract.ts';
import { ownPerson } from './person.ts';
import { watchRefusals } from './watchlist-routes.ts';

type NoteRow = LotNote & { [column: string]: unknown };

const none: LotNote = { text: '', version: 0, writtenBy: null, writtenAt: null };

async function readNote(tx: Statements, organisationId: string, lotId: string): Promise<LotNote> {
  const [note] = await tx.query<NoteRow>(
    `SELECT text, version, written_at AS "writtenAt", u.name AS "writtenBy"
     FROM lot_note n LEFT JOIN app_user u ON u.id = n.written_by
     WHERE n.organisation_id = $1 AND lot_id = $2`,
    [organisationId, lotId],
  );
  return note ?? none;
}

export function noteRoutes(app: App, postgres: Postgres, now: () => number): void {
  app.get(
    '/api/lots/:id/note',
    {
      ...signedIn(),
      schema: {
        tags: ['watching'],
        summary: "The own organisation's note on a lot",
        params: LotPath,
        response: { 200: LotNote, ...watchRefusals },
      },
    },
    async (request, reply) => {
      const organisationId = requireOrganisation(request);
      reply.header('cache-control', 'no-store');
      return postgres.transaction({ organisationId }, (tx) =>
        readNote(tx, organisationId, request.params.id),
      );
    },
  );

  app.put(
    '/api/lots/:id/note',
    {
      ...signedIn(),
      schema: {
        tags: ['watching'],
        summary: "Change the own organisation's note on a lot",
        description: '409: somebody has changed it since `version`; read it and decide.',
        params: LotPath,
        body: LotNoteBody,
        response: { 200: LotNote, 404: Problem, 409: Problem, 415: Problem, ...watchRefusals },
      },
    },
    async (request) => {
      const { userId, organisationId } = ownPerson(request);
      const { id } = request.params;
      const { text, version } = request.body;
      return postgres.transaction({ organisationId }, async (tx) => {
        const [lot] = await tx.query('SELECT 1 FROM lot WHERE lot_id = $1', [id]);
        if (!lot) throw noSuchLot(id);
        const written = await tx.query(
          `INSERT INTO lot_note AS n (organisation_id, lot_id, version, text, written_by, written_at)
           SELECT $1, $2, 1, $3, $4, $5 WHERE $6 = 0 OR EXISTS (
             SELECT FROM lot_note WHERE organisation_id = $1 AND lot_id = $2)
           ON CONFLICT (organisation_id, lot_id) DO UPDATE SET version = n.version + 1, text = $3,
             written_by = $4, written_at = $5 WHERE n.version = $6 RETURNING 1`,
          [organisationId, id, text.trim(), userId, now(), version],
        );
        if (written.length === 0) {
          throw new Refusal('CONFLICT', 'somebody has changed the note meanwhile; read it again');
        }
        return readNote(tx, organisationId, id);
      });
    },
  );
}
