/** POST /api/sites/:site/{pause,resume,run}: operators say when a site is asked. */
import { Type } from 'typebox';
import { z } from 'zod';
import { forRoles } from '../accounts/roles.ts';
import { audit } from '../audit/audit-outbox.ts';
import type { AuditAction } from '../audit/audit-outbox.ts';
import { Problem, SiteControl } from '../contract.ts';
import type { App } from '../http/app-types.ts';
import { Refusal } from '../http/problem.ts';
import type { Postgres } from '../postgres.ts';
import { StoreAway } from '../stores.ts';
import { refusalWords } from './connectors.ts';
import type { Connectors } from './connectors.ts';

export interface ControlRoutesOptions {
  readonly connectors: Connectors;
  readonly postgres: Postgres;
  readonly now: () => number;
}

const SitePath = Type.Object({
  site: Type.String({ pattern: '^[a-z0-9-]{1,40}$', description: 'Site code' }),
});

const wishes: readonly { wish: string; action: AuditAction; summary: string }[] = [
  { wish: 'pause', action: 'SITE_PAUSED', summary: 'Stop asking a site until somebody resumes it' },
  { wish: 'resume', action: 'SITE_RESUMED', summary: 'Ask a paused site again, at once' },
  { wish: 'run', action: 'SITE_RUN', summary: 'Ask a site now instead of at its next time' },
];

const done = z.object({
  site: z.string(),
  pausedAt: z.number().nullable(),
  nextRunAt: z.number().nullable(),
});

export function controlRoutes(app: App, options: ControlRoutesOptions): void {
  for (const { wish, action, summary } of wishes) {
    app.post(
      `/api/sites/:site/${wish}`,
      {
        ...forRoles(['OPERATOR']),
        schema: {
          tags: ['sites'],
          summary,
          params: SitePath,
          response: {
            200: SiteControl,
            ...{ 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem },
            ...{ 429: Problem, 503: Problem },
          },
        },
      },
      async (request) => {
        const { site } = request.params;
        const target = `site/${site}`;
        const { postgres, now, connectors } = options;
        // The record commits after the deed: a deed that failed is told as refused, none is untold.
        const answer = await postgres.transaction('platform', async (tx) => {
          const asked = await connectors({
            site,
            route: 'POST /sites/wish',
            query: { site, wish },
          });
          const outcome = asked.ok ? await doneOf(asked) : await refusalOf(asked, site);
          const refusal = outcome instanceof Refusal ? { refusal: outcome.code } : {};
          await audit(tx, request, { action, target, ...refusal }, now());
          return outcome;
        });
        if (answer instanceof Refusal) throw answer;
        return answer;
      },
    );
  }
}

const doneOf = async (asked: Response): Promise<SiteControl> => done.parse(await asked.json());

/** @throws StoreAway for an answer that says nothing of the wish */
async function refusalOf(asked: Response, site: string): Promise<Refusal> {
  if (asked.status === 404) {
    await asked.body?.cancel();
    return new Refusal('NO_SUCH_ENTRY', `there is no site ${site}`);
  }
  const words = await refusalWords(asked);
  if (asked.status !== 409) throw new StoreAway(`The connector of ${site}`, words);
  return new Refusal('CONFLICT', words.replace(/^[A-Z_]+: /, ''));
}
