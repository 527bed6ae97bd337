/** Everything under /api/accounts, /api/me, /api/organisation and /api/admin. */
import type { App } from '../http/app-types.ts';
import type { AccountsWorld } from './accounts-world.ts';
import { adminRoutes } from './admin-routes.ts';
import { demoRoute } from './demo-accounts.ts';
import { invitationRoutes } from './invitation-routes.ts';
import { meRoutes } from './me-routes.ts';
import { organisationRoutes } from './organisation-routes.ts';
import { Passwords } from './passwords.ts';
import { registerRoutes } from './register-routes.ts';
import { signInRoutes } from './sign-in-routes.ts';
import { Throttle } from './throttle-store.ts';
import { apiTokenRoutes } from './token-routes.ts';

/** @param isDemo accounts with known passwords are listed */
export function accountRoutes(
  app: App,
  given: Omit<AccountsWorld, 'passwords' | 'throttle'>,
  isDemo: boolean,
): void {
  const { postgres, now } = given;
  const world = { ...given, passwords: new Passwords(), throttle: new Throttle(postgres, now) };
  registerRoutes(app, world);
  signInRoutes(app, world);
  meRoutes(app, world);
  organisationRoutes(app, world);
  invitationRoutes(app, world);
  apiTokenRoutes(app, world);
  adminRoutes(app, world);
  demoRoute(app, postgres, isDemo);
}
