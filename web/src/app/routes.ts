import type { Routes } from '@angular/router';
import { signedInOnly } from './account/signed-in-only.ts';
import { entryRoutes } from './features/account/entry-routes.ts';
import { sellRoutes } from './features/sell/sell-routes.ts';

/** Every page loads by itself. A lot opens beside the board, so it is the board's child. */
export const routes: Routes = [
  {
    path: 'sites',
    title: 'Sites · Auction Manager',
    loadComponent: async () => (await import('./features/sites/sites-page.ts')).SitesPage,
  },
  {
    path: 'sites/upload',
    title: 'Import a file · Auction Manager',
    canActivate: [signedInOnly],
    loadComponent: async () => (await import('./features/sites/upload-page.ts')).UploadPage,
  },
  ...entryRoutes,
  {
    path: 'account',
    title: 'Account · Auction Manager',
    canActivate: [signedInOnly],
    loadComponent: async () => (await import('./features/account/account-page.ts')).AccountPage,
  },
  {
    path: 'bids',
    title: 'My bids · Auction Manager',
    canActivate: [signedInOnly],
    loadComponent: async () => (await import('./features/bids/bids-page.ts')).BidsPage,
  },
  {
    path: 'watchlist',
    title: 'Watchlist · Auction Manager',
    canActivate: [signedInOnly],
    loadComponent: async () => (await import('./features/board/watchlist-page.ts')).WatchlistPage,
  },
  {
    path: 'alerts',
    title: 'Alerts · Auction Manager',
    canActivate: [signedInOnly],
    loadComponent: async () => (await import('./features/alerts/alerts-page.ts')).AlertsPage,
  },
  {
    path: 'searches',
    title: 'Saved searches · Auction Manager',
    canActivate: [signedInOnly],
    loadComponent: async () => (await import('./features/alerts/searches-page.ts')).SearchesPage,
  },
  {
    path: 'archive',
    title: 'What cars brought · Auction Manager',
    canActivate: [signedInOnly],
    loadComponent: async () => (await import('./features/archive/archive-page.ts')).ArchivePage,
  },
  {
    path: 'archive/parts',
    title: 'What is archived · Auction Manager',
    canActivate: [signedInOnly],
    loadComponent: async () => (await import('./features/archive/parts-page.ts')).PartsPage,
  },
  {
    path: 'robots',
    title: 'Robots · Auction Manager',
    canActivate: [signedInOnly],
    loadComponent: async () => (await import('./features/robots/robots-page.ts')).RobotsPage,
  },
  {
    path: 'approvals',
    title: 'Approvals · Auction Manager',
    canActivate: [signedInOnly],
    loadComponent: async () =>
      (await import('./features/approvals/approvals-page.ts')).ApprovalsPage,
  },
  {
    path: 'audit',
    title: 'Audit · Auction Manager',
    canActivate: [signedInOnly],
    loadComponent: async () => (await import('./features/audit/audit-page.ts')).AuditPage,
  },
  {
    path: 'logs',
    title: 'Logs · Auction Manager',
    canActivate: [signedInOnly],
    loadComponent: async () => (await import('./features/logs/logs-page.ts')).LogsPage,
  },
  {
    path: 'sell',
    title: 'Sell · Auction Manager',
    canActivate: [signedInOnly],
    loadComponent: async () => (await import('./features/sell/sell-page.ts')).SellPage,
  },
  ...sellRoutes,
  {
    path: '',
    title: 'Board · Auction Manager',
    loadComponent: async () => (await import('./features/board/board-page.ts')).BoardPage,
    children: [
      {
        path: 'lots/:lotId',
        loadComponent: async () => (await import('./features/lot/lot-page.ts')).LotPage,
      },
      { path: '', pathMatch: 'full', children: [] },
    ],
  },
  {
    path: '**',
    title: 'Not found · Auction Manager',
    loadComponent: async () => (await import('./shell/not-found.ts')).NotFound,
  },
];
