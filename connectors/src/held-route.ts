/**
 * `POST /held/approve?site=[&sender=]` on the internal port: a person says that a file in which many lots are missing is
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

/** Answers 200 `{approved: [{name, sha256, count}], faults: []}`, 401 without the token, 404 when no such file is held. */
export const heldRoute =
  ({ workers, token }: HeldRouteOptions): OpsHandler =>
  async (request, response) => {
    request.resume();
    const stranger = tokenRefusal(request, token);
    if (stranger) {
      answerJson(response, stranger.status, { error: stranger.error });
      return;
    }
    const asked = new URL(request.url ?? '/', 'http://local').searchParams;
    const [site, sender] = [asked.get('site') ?? '', asked.get('sender')];
    const approval = await workers.get(site)?.approveHeld(sender);
    const { approved: held = [], faults = [] } = approval ?? {};
    const approved = held.map(({ name, sha256, count }) => ({ name, sha256, count }));
    const whose = sender === null ? site : `${sender} at ${site}`;
    if (approved.length + faults.length > 0) answerJson(response, 200, { approved, faults });
    else answerJson(response, 404, { error: `NOTHING_HELD: no file of ${whose} waits for a word` });
  };
