/** Everything about following: lots, notes, searches, alerts. */
import { alertRoutes } from '../alerts/alert-routes.ts';
import type { App } from '../http/app-types.ts';
import type { Postgres } from '../postgres.ts';
import { noteRoutes } from './note-routes.ts';
import { searchRoutes } from './search-routes.ts';
import { watchlistRoutes } from './watchlist-routes.ts';

/** @param now epoch ms */
export function watchRoutes(app: App, postgres: Postgres, now: () => number): void {
  watchlistRoutes(app, postgres, now);
  noteRoutes(app, postgres, now);
  searchRoutes(app, postgres, now);
  alertRoutes(app, postgres, now);
}
