/** The event lane as connections see it: they join it when they are greeted and leave it when they go. */
import type { LiveEvent, Welcome } from '../board-protocol.ts';

/** Somebody who is told events: one open socket. */
export interface EventReader {
  readonly user: Welcome['user'];
  sendEvent(event: LiveEvent): void;
}

export interface EventSource {
  /** @param from cursor of the last event it took over; undefined: it starts with what comes now */
  join(reader: EventReader, from: string | undefined): void;
  leave(reader: EventReader): void;
  /** Everything before it has been handed to whoever it is for; nothing for who has no organisation. */
  standing(user: Welcome['user']): { readonly ev?: string };
}

/** No log behind it: nobody is ever told anything. */
export const noEvents: EventSource = {
  join: () => undefined,
  leave: () => undefined,
  standing: () => ({}),
};
