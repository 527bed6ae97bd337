import { DestroyRef, inject } from '@angular/core';
import type { LiveEvent } from '@auction/gateway/contract';
import { Live } from './live.ts';

/** Listens to the own organisation's events as long as the calling component or service lives. */
export function onEvent(listener: (event: LiveEvent) => void): void {
  inject(DestroyRef).onDestroy(inject(Live).onEvent(listener));
}
