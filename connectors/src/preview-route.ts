/** `POST /imports/preview?site=` on the internal port: a dry run of an import, its body the file. */
import { siteLayouts } from '@auction/avro/site-layouts';
import { answerJson } from '@auction/streams/runtime/ops-server';
import type { OpsHandler } from '@auction/streams/runtime/ops-server';
import type { Feed } from './connector.ts';
import { inflated } from './http/inflate.ts';
import { tokenRefusal } from './internal-token.ts';
import { previewFile } from './preview-file.ts';
import { received } from './uploaded-file.ts';

export interface PreviewRouteOptions {
  /** By site. */
  readonly feeds: ReadonlyMap<string, Feed>;
  readonly token: string;
  /** Of the file, packed and unpacked. */
  readonly bytesMax: number;
}

/** Enough to see whether the mapping fits; a hostile file costs no more than this. */
const limits = { rowsMax: 50_000, withinMs: 1_500, clock: () => performance.now() };
const runningMax = 2;

/** Answers 200 with a Preview, also of a file that is refused; 401, 404, 429 when others are at it. */
export function previewRoute({ feeds, token, bytesMax }: PreviewRouteOptions): OpsHandler {
  let running = 0;
  return async (request, response) => {
    const refuse = (status: number, error: string): void => {
      request.resume();
      answerJson(response, status, { error });
    };
    const stranger = tokenRefusal(request, token);
    const site = new URL(request.url ?? '/', 'http://local').searchParams.get('site') ?? '';
    const feed = feeds.get(site);
    if (stranger) refuse(stranger.status, stranger.error);
    else if (!feed) refuse(404, `NO_SUCH_SITE: ${site.slice(0, 40)} is not served here`);
    else if (running >= runningMax) refuse(429, 'BUSY: other files are being looked at');
    else {
      running += 1;
      try {
        const bytes = inflated(received(request, bytesMax), bytesMax);
        const names = siteLayouts.find(({ layout }) => layout === feed.layout)?.cells ?? [];
        answerJson(response, 200, await previewFile(feed, names, bytes, limits));
      } finally {
        running -= 1;
        request.resume();
      }
    }
  };
}
