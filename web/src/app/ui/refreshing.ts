import { DestroyRef, inject, type ResourceRef } from '@angular/core';

/** Loads again and again as long as the calling component lives. @param everyMs milliseconds */
export function refreshing(resource: Pick<ResourceRef<unknown>, 'reload'>, everyMs: number): void {
  const timer = setInterval(() => resource.reload(), everyMs);
  inject(DestroyRef).onDestroy(() => clearInterval(timer));
}
