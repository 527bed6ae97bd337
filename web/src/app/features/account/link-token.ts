import { Location } from '@angular/common';
import { inject } from '@angular/core';
import { ActivatedRoute } from '@angular/router';

/**
 * The token of a mailed link, `…#token=<token>`; the address forgets it, so that it does not stay in
 * the history. Call where injection works. @returns null when there is none
 */
export function linkToken(): string | null {
  const location = inject(Location);
  const { fragment } = inject(ActivatedRoute).snapshot;
  const token = new URLSearchParams(fragment ?? '').get('token');
  if (token !== null) location.replaceState(location.path(false));
  return token;
}
