/** POST /api/live/ticket: what `hello` on the socket needs. */
import { Problem, TicketAnswer } from '../contract.ts';
import type { App } from '../http/app-types.ts';
import { Refusal } from '../http/problem.ts';
import type { LiveTickets } from './live-tickets.ts';
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
          'Needs the session cookie and an Origin of this site. Without a session it answers 401 and sets a new cookie: ask again.',
        response: { 200: TicketAnswer, 401: Problem, 403: Problem, 429: Problem, 503: Problem },
      },
    },
    async (request, reply) => {
      const session = cookie.of(request);
      const ticket = session === undefined ? undefined : await tickets.issue(session);
      reply.header('cache-control', 'no-store');
      if (ticket) return ticket;
      // Never seen, or gone with the data: a new one heals every client that asks again.
      await cookie.give(reply);
      throw new Refusal('NO_SESSION', 'there was no session; a new one is set, ask again');
    },
  );
}
