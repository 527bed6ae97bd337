import { provideBrowserGlobalErrorListeners, type ApplicationConfig } from '@angular/core';
import { provideRouter, withComponentInputBinding } from '@angular/router';
import { FEED_LINK, workerLink } from './live/feed-link.ts';
import { spawnWorker } from './live/spawn-worker.ts';
import { routes } from './routes.ts';

export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    provideRouter(routes, withComponentInputBinding()),
    { provide: FEED_LINK, useFactory: () => workerLink(spawnWorker()) },
  ],
};
