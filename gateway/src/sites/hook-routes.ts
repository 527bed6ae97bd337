/** POST /hooks/:site/:secret: events that sites push. The connector judges them; this is only the door. */
import { Type } from 'typebox';
import { Problem } from '../contract.ts';
import type { App } from '../http/app-types.ts';
import { Refusal } from '../http/problem.ts';
import { StoreAway } from '../stores.ts';
import { refusalWords } from './connectors.ts';
import type { Connectors } from './connectors.ts';

const HookPath = Type.Object({
  site: Type.String({ pattern: '^[a-z0-9-]{1,40}$', description: 'Site code' }),
  secret: Type.String({
    pattern: '^[A-Za-z0-9_-]{1,64}$',
    description: 'What only the site was told; without it nothing is here',
  }),
});
const Taken = Type.Object({}, { description: 'The event is durable; it need not be sent again' });

const bodyBytesMax = 256 * 1024;
/** Passed on at once; a site sends again what was turned away, and a replay brings what was not. */
const inFlightMax = 500;
const withinMs = 9_000;

export function hookRoutes(app: App, connectors: Connectors): void {
  let inFlight = 0;
  app.post(
    '/hooks/:site/:secret',
    {
      // A site is no page of ours and has no session: its secret stands in the address.
      config: { access: 'PUBLIC', isHook: true },
      bodyLimit: bodyBytesMax,
      schema: {
        tags: ['hooks'],
        summary: 'An event of a site that pushes',
        params: HookPath,
        body: Type.Unknown({ description: 'As the site sends it' }),
        response: {
          200: Taken,
          ...{ 400: Problem, 404: Problem, 413: Problem, 415: Problem, 503: Problem },
        },
      },
    },
    async (request) => {
      const { site, secret } = request.params;
      if (inFlight >= inFlightMax) {
        throw new Refusal('OVERLOADED', 'too many events at once', { retryAfterMs: 1_000 });
      }
      inFlight += 1;
      try {
        const answer = await connectors({
          ...{ site, withinMs, route: 'POST /hooks', query: { site } },
          headers: { 'x-hook-secret': secret, 'content-type': 'application/json' },
          body: JSON.stringify(request.body),
        });
        if (!answer.ok) throw await refusalOf(answer, site);
        await answer.body?.cancel();
        return {};
      } finally {
        inFlight -= 1;
      }
    },
  );
}

async function refusalOf(answer: Response, site: string): Promise<Error> {
  const words = await refusalWords(answer);
  if (answer.status === 404) return new Refusal('NOT_FOUND', 'there is no such address');
  if (answer.status === 400) return new Refusal('BAD_REQUEST', 'this is no event of the site');
  return new StoreAway(`The connector of ${site}`, words);
}
