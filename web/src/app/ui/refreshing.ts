import { DestroyRef, inject } from '@angular/core';

/** Loads again and again as long as the calling component lives. @param everyMs milliseconds */
export function refreshing(resource: { reload(): boolean }, everyMs: number): void {
  const timer = setInterval(() => resource.reload(), everyMs);
  inject(DestroyRef).onDestroy(() => clearInterval(timer));
}
