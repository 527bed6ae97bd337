/**
 * `POST /sites/wish?site=&wish=pause|resume|run` on the internal port: what an operator wants of a
 * feed. Who may, and the record of who did, are the gateway's.
 */
import { answerJson } from '@auction/streams/runtime/ops-server';
import type { OpsHandler } from '@auction/streams/runtime/ops-server';
import { siteWishes } from './feed-worker.ts';
import type { FeedWorker } from './feed-worker.ts';
import { tokenRefusal } from './internal-token.ts';

export interface SiteRouteOptions {
  /** By site. */
  readonly workers: ReadonlyMap<string, Pick<FeedWorker, 'wish' | 'health'>>;
  readonly token: string;
}

/**
 * Answers 200 `{site, pausedAt, nextRunAt}` when the wish is done and published, 401 without the
 * token, 404 for a site that is not served here, 409 `{error}` when the feed cannot do it.
 */
export const siteRoute =
  ({ workers, token }: SiteRouteOptions): OpsHandler =>
  async (request, response) => {
    request.resume();
    const stranger = tokenRefusal(request, token);
    if (stranger) {
      answerJson(response, stranger.status, { error: stranger.error });
      return;
    }
    const { searchParams } = new URL(request.url ?? '/', 'http://local');
    const site = searchParams.get('site') ?? '';
    const wish = siteWishes.find((known) => known === searchParams.get('wish'));
    const worker = workers.get(site);
    if (!worker || !wish) {
      answerJson(response, 404, { error: `NO_SUCH_SITE: ${site} is not served here` });
      return;
    }
    const refusal = await worker.wish(wish);
    const { pausedAt, nextRunAt } = worker.health;
    if (refusal === null) answerJson(response, 200, { site, pausedAt, nextRunAt });
    else answerJson(response, 409, { error: refusal });
  };
