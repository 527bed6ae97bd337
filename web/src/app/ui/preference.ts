import { signal, type Signal } from '@angular/core';

export interface Preference<T extends string> {
  readonly value: Signal<T>;
  set(value: T): void;
}

/**
 * A choice of the reader that outlives the page. Without storage it lives as long as the page.
 * @param choices allowed values; the first is the default
 */
export function preference<T extends string>(
  key: string,
  choices: readonly [T, ...T[]],
): Preference<T> {
  const stored = read(key);
  const value = signal(choices.find((choice) => choice === stored) ?? choices[0]);
  return {
    value: value.asReadonly(),
    set: (next) => {
      value.set(next);
      write(key, next);
    },
  };
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch (error) {
    console.info(`No storage, "${key}" is kept for this page only`, error);
  }
}
