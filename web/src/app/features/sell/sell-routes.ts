import type { Routes } from '@angular/router';
import { signedInOnly } from '../../account/signed-in-only.ts';

const lotPage = async () => (await import('./sale-lot-page.ts')).SaleLotPage;

/** Pages of sellers beside their console. */
export const sellRoutes: Routes = [
  {
    path: 'sell/new',
    title: 'Make a lot · Auction Manager',
    canActivate: [signedInOnly],
    loadComponent: lotPage,
  },
  {
    path: 'sell/lots/:lotId',
    title: 'Your lot · Auction Manager',
    canActivate: [signedInOnly],
    loadComponent: lotPage,
  },
];
