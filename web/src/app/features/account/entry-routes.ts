import type { Routes } from '@angular/router';

/** The ways in: pages for whoever is not signed in yet. Links in mails lead to them. */
export const entryRoutes: Routes = [
  {
    path: 'account/sign-in',
    title: 'Sign in · Auction Manager',
    loadComponent: async () => (await import('./sign-in-page.ts')).SignInPage,
  },
  {
    path: 'account/register',
    title: 'Register · Auction Manager',
    loadComponent: async () => (await import('./register-page.ts')).RegisterPage,
  },
  {
    path: 'account/verify',
    title: 'Address · Auction Manager',
    loadComponent: async () => (await import('./verify-page.ts')).VerifyPage,
  },
  {
    path: 'account/forgot',
    title: 'New password · Auction Manager',
    loadComponent: async () => (await import('./forgot-page.ts')).ForgotPage,
  },
  {
    path: 'account/reset',
    title: 'New password · Auction Manager',
    loadComponent: async () => (await import('./reset-page.ts')).ResetPage,
  },
  {
    path: 'account/invitation',
    title: 'Invitation · Auction Manager',
    loadComponent: async () => (await import('./invitation-page.ts')).InvitationPage,
  },
];
