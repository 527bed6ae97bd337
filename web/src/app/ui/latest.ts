import { linkedSignal, type Resource, type Signal } from '@angular/core';

/** The value of a resource, or the one before while the next is on its way or did not come. */
export function latest<T>(resource: Resource<T | undefined>): Signal<T | undefined> {
  return linkedSignal<T | undefined, T | undefined>({
    source: () => (resource.hasValue() ? resource.value() : undefined),
    computation: (value, previous) => value ?? previous?.value,
  });
}
