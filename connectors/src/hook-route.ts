/**
 * `POST /hooks?site=` on the internal port: an event a site has pushed, passed on by the gateway with the
 * secret part of the address it came to in the header x-hook-secret.
 */
import type { IncomingMessage } from 'node:http';
import type { Logger } from '@auction/streams/runtime/logger';
import { answerJson } from '@auction/streams/runtime/ops-server';
import type { OpsHandler } from '@auction/streams/runtime/ops-server';
import type { EventIntake, Intake } from './event-intake.ts';
import type { EventSource } from './events.ts';
import { tokenRefusal } from './internal-token.ts';

export interface Hook {
  readonly source: Pick<EventSource, 'isGenuine'>;
  readonly intake: Pick<EventIntake, 'take'>;
}

export interface HookRouteOptions {
  /** By site. */
  readonly hooks: ReadonlyMap<string, Hook>;
  readonly token: string;
  readonly logger: Logger;
}

export const secretHeader = 'x-hook-secret';
const bodyBytesMax = 256 * 1024;

const answers: Readonly<Record<Intake, { status: number; error: string }>> = {
  TAKEN: { status: 200, error: '' },
  NO_EVENT: { status: 400, error: 'NO_EVENT: this is no event of the site' },
  BUSY: { status: 503, error: 'BUSY: too many events wait; send it again' },
  PAUSED: { status: 503, error: 'PAUSED: the site is paused; events come by replay' },
  SITE_AWAY: { status: 503, error: 'SITE_AWAY: the event could not be checked; send it again' },
};

/**
 * Answers 200 when what the events are about is durable, 401 without the token, 404 for a wrong secret
 * and for a site that pushes nothing, 413, 400 for other content, 503 when it must come again.
 */
export const hookRoute =
  ({ hooks, token, logger }: HookRouteOptions): OpsHandler =>
  async (request, response) => {
    const stranger = tokenRefusal(request, token);
    const body = await bodyOf(request);
    if (stranger) {
      answerJson(response, stranger.status, { error: stranger.error });
      return;
    }
    const { searchParams } = new URL(request.url ?? '/', 'http://local');
    const site = searchParams.get('site') ?? '';
    const hook = hooks.get(site);
    const secret = request.headers[secretHeader];
    if (!hook?.source.isGenuine(typeof secret === 'string' ? secret : '')) {
      logger.warn('an event came to an address that is none', { site: site.slice(0, 40) });
      answerJson(response, 404, { error: 'NO_SUCH_HOOK: there is no such address' });
      return;
    }
    if (body === undefined) {
      answerJson(response, 413, { error: `TOO_LARGE: at most ${bodyBytesMax} bytes` });
      return;
    }
    const { status, error } = answers[await hook.intake.take(body)];
    answerJson(response, status, status === 200 ? {} : { error });
  };

/** @returns undefined when it is too long; it is read to its end all the same, so that the answer is heard */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= bodyBytesMax) chunks.push(chunk);
  }
  return bytes > bodyBytesMax ? undefined : Buffer.concat(chunks);
}
