/**
 * `POST /held/approve?site=` on the internal port: a person says that a file in which many lots are missing is
 * right. The next poll that agrees with it is believed, and closes them.
 */
import { answerJson } from '@auction/streams/runtime/ops-server';
import type { OpsHandler } from '@auction/streams/runtime/ops-server';
import type { FeedWorker } from './feed-worker.ts';
import { tokenRefusal } from './internal-token.ts';

export interface HeldRouteOptions {
  /** By site. */
  readonly workers: ReadonlyMap<string, Pick<FeedWorker, 'approveHeld'>>;
  readonly token: string;
}

/** Answers 200 `{sha256, count}`, 401 without the token, 404 when no file of that site is held. */
export const heldRoute =
  ({ workers, token }: HeldRouteOptions): OpsHandler =>
  async (request, response) => {
    request.resume();
    const stranger = tokenRefusal(request, token);
    if (stranger) {
      answerJson(response, stranger.status, { error: stranger.error });
      return;
    }
    const site = new URL(request.url ?? '/', 'http://local').searchParams.get('site') ?? '';
    const held = await workers.get(site)?.approveHeld();
    if (held) answerJson(response, 200, { sha256: held.sha256, count: held.count });
    else answerJson(response, 404, { error: `NOTHING_HELD: no file of ${site} waits for a word` });
  };
