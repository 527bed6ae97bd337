import type { Routes } from '@angular/router';
import { signedInOnly } from '../../account/signed-in-only.ts';

const lotPage = async () => (await import('./sale-lot-page.ts')).SaleLotPage;
const runListPage = async () => (await import('./run-list-page.ts')).RunListPage;

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
  {
    path: 'sell/import',
    title: 'Import lots · Auction Manager',
    canActivate: [signedInOnly],
    loadComponent: async () => (await import('./import-page.ts')).ImportPage,
  },
  {
    path: 'sell/run-lists',
    title: 'Run lists · Auction Manager',
    canActivate: [signedInOnly],
    loadComponent: async () => (await import('./run-lists-page.ts')).RunListsPage,
  },
  {
    path: 'sell/run-lists/new',
    title: 'Make a run list · Auction Manager',
    canActivate: [signedInOnly],
    loadComponent: runListPage,
  },
  {
    path: 'sell/run-lists/:runListId',
    title: 'Run list · Auction Manager',
    canActivate: [signedInOnly],
    loadComponent: runListPage,
  },
];
