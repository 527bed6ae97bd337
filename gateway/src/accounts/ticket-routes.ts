/** POST /api/live/ticket: what `hello` on the socket needs. */
import { Type } from 'typebox';
import { Problem, TicketAnswer } from '../contract.ts';
import type { App } from '../http/app-types.ts';
import { Refusal } from '../http/problem.ts';
import type { LiveTickets } from './live-tickets.ts';
import { oneOf } from '../schema-parts.ts';
import { publicRoute } from './roles.ts';
import type { SessionCookie } from './session-cookie.ts';

const ticketsPerMinute = 60;

export function ticketRoutes(app: App, tickets: LiveTickets, cookie: SessionCookie): void {
  app.post(
    '/api/live/ticket',
    {
      config: { ...publicRoute.config, rateLimit: { max: ticketsPerMinute, timeWindow: 60_000 } },
      schema: {
        tags: ['live'],
        summary: 'A ticket for the socket: works once, for 30 s, for this session',
        description:
          'Needs the session cookie and an Origin of this site. Without a cookie it answers 401 and sets one: ' +
          'ask again. A cookie whose session has ended is left alone, because a sign-in may be on its way ' +
          'with the next one; `renew=true` replaces it.',
        querystring: Type.Object(
          { renew: Type.Optional(oneOf(['true'], 'Replaces a cookie whose session has ended')) },
          { additionalProperties: false },
        ),
        response: {
          200: TicketAnswer,
          400: Problem,
          401: Problem,
          403: Problem,
          429: Problem,
          503: Problem,
        },
      },
    },
    async (request, reply) => {
      const session = cookie.of(request);
      const ticket = session === undefined ? undefined : await tickets.issue(session);
      reply.header('cache-control', 'no-store');
      if (ticket) return ticket;
      // Never seen, or gone with the data: a new one heals every client that asks again. But a session
      // that has ended may have been replaced by signing in, whose cookie must not be overwritten.
      if (session !== undefined && request.query.renew !== 'true') {
        throw new Refusal('NO_SESSION', 'the session has ended; ask again, then with renew=true');
      }
      await cookie.give(reply);
      throw new Refusal('NO_SESSION', 'there was no session; a new one is set, ask again');
    },
  );
}
