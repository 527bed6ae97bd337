/** Requests per address and minute. Pages and assets are free: they cost no store anything. */
import rateLimit from '@fastify/rate-limit';
import type { App } from './app-types.ts';
import { pathOf, Refusal } from './problem.ts';

const minuteMs = 60_000;

export async function limitRequests(app: App, perMinute: number): Promise<void> {
  await app.register(rateLimit, {
    max: perMinute,
    timeWindow: minuteMs,
    // Bounds memory under many addresses; the oldest are forgotten.
    cache: 10_000,
    allowList: (request) => !pathOf(request).startsWith('/api/'),
    errorResponseBuilder: (_request, { ttl }) => {
      const detail = 'too many requests from this address; wait as long as retryAfterMs says';
      return new Refusal('TOO_MANY_REQUESTS', detail, { retryAfterMs: ttl });
    },
  });
}
