import { DestroyRef, inject } from '@angular/core';
import { Keyboard, type ShortcutKeys } from './keyboard.ts';

/** Answers shortcuts as long as the calling component or directive lives. */
export function bindKeys(answers: Partial<Readonly<Record<ShortcutKeys, () => void>>>): void {
  const keyboard = inject(Keyboard);
  const releases = Object.entries(answers).map(([keys, run]) =>
    keyboard.on(keys as ShortcutKeys, run),
  );
  inject(DestroyRef).onDestroy(() => releases.forEach((release) => release()));
}
