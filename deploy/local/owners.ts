/**
 * Whose end must end the launcher: npm and the shell between, or run.mjs when it runs on an older
 * Node. npm hands SIGTERM only to its shell, which dies of it and tells nobody.
 */
import type { Environment } from './config.ts';
import { parentOf } from './process-facts.ts';

/** Set by run.mjs to its own pid when it starts a newer Node. */
export const starterVariable = 'AUCTION_STARTER_PID';
const lookEveryMs = 500;

/**
 * Looks whether the owners are still there. Without owners (started by hand, with setsid or nohup)
 * the launcher lives on when its parent ends.
 * @param whenGone called once
 * @returns ends the watch
 */
export function watchOwners(env: Environment, whenGone: () => void): () => void {
  const parent = process.ppid;
  const owned = env['npm_lifecycle_event'] !== undefined || env[starterVariable] === String(parent);
  if (!owned || parent <= 1) return () => undefined;
  const grandparent = parentOf(parent);
  const timer = setInterval(() => {
    if (process.ppid === parent && parentOf(parent) === grandparent) return;
    clearInterval(timer);
    whenGone();
  }, lookEveryMs).unref();
  return () => {
    clearInterval(timer);
  };
}
