import { InjectionToken } from '@angular/core';
import type { FeedMessage, PageMessage } from './feed-messages.ts';

/** The page's line to the feed: a worker in the browser, the feed itself in specs. */
export interface FeedLink {
  post(message: PageMessage): void;
  /** Whoever listens gets every message of the feed, in order. */
  listen(listener: (message: FeedMessage) => void): void;
}

export const FEED_LINK = new InjectionToken<FeedLink>('line to the feed');

/** The line over a worker. */
export function workerLink(worker: Worker): FeedLink {
  return {
    post: (message) => worker.postMessage(message),
    listen: (listener) => {
      worker.addEventListener('message', (event: MessageEvent<FeedMessage>) =>
        listener(event.data),
      );
    },
  };
}
