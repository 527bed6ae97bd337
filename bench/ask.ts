/** Requests of a measurement to the gateway it measures. */
import { setTimeout as delay } from 'node:timers/promises';

const tries = 5;
const pauseMs = 200;

/**
 * As `fetch`, tried again when the connection breaks: the gateway closes those that were idle for a while, and
 * a request that goes out at that moment is lost. Only for what may be asked twice.
 */
export async function ask(url: string, init?: RequestInit): Promise<Response> {
  for (let left = tries - 1; ; left -= 1) {
    try {
      return await fetch(url, init);
    } catch (error) {
      if (left === 0) throw error;
      await delay(pauseMs);
    }
  }
}
