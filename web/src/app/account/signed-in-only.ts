import { effect, inject, untracked } from '@angular/core';
import { Router, type CanActivateFn, type UrlTree } from '@angular/router';
import { Account } from './account.ts';

export const SIGN_IN = '/account/sign-in';

/** Pages of somebody: others sign in first and come back to the page they asked for. */
export const signedInOnly: CanActivateFn = async (_route, { url }) => {
  const account = inject(Account);
  const router = inject(Router);
  try {
    return (await account.whoIsIt()) !== null || signInAndBack(router, url);
  } catch {
    // No telling now: the page opens and says itself what it cannot load.
    return true;
  }
};

/** The sign-in page, which leads back afterwards. @param back address inside the app */
export function signInAndBack(router: Router, back: string): UrlTree {
  return router.createUrlTree([SIGN_IN], { queryParams: { back } });
}

/** An address inside the app; anything else, as from a forged link, leads to the board. */
export function insideOnly(back: string | undefined): string {
  return back !== undefined && /^\/(?![/\\])/.test(back) ? back : '/';
}

/** Leaves a page of somebody when the session ends under it. Call once, where injection works. */
export function leaveWhenSignedOut(): void {
  const account = inject(Account);
  const router = inject(Router);
  effect(() => {
    if (account.me() !== null) return;
    // Whoever signs out is already on the way to another page.
    const isOnTheWay = untracked(() => router.currentNavigation()) !== null;
    if (!isOnTheWay && needsAccount(router)) {
      void router.navigateByUrl(signInAndBack(router, router.url));
    }
  });
}

function needsAccount(router: Router): boolean {
  let route = router.routerState.snapshot.root;
  while (route.firstChild !== null) route = route.firstChild;
  return route.routeConfig?.canActivate?.includes(signedInOnly) ?? false;
}
