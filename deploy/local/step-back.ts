/** Lets a running process give way to others when processors are scarce. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';

/**
 * Best effort: where the system forbids it, the process runs like the others. On Linux priority belongs
 * to a thread, and whole sessions are weighed against each other (autogroup): each child has its own.
 * @param niceness 0 not at all, 19 most
 */
export function stepBack(pid: number, niceness: number): void {
  try {
    const tasks = `/proc/${pid}/task`;
    const threads = existsSync(tasks) ? readdirSync(tasks).map(Number) : [pid];
    for (const thread of threads) setPriority(thread, niceness);
    const autogroup = `/proc/${pid}/autogroup`;
    if (existsSync(autogroup)) writeFileSync(autogroup, String(niceness));
  } catch (error) {
    process.emitWarning(`priority of ${pid} stays as it is: ${String(error)}`);
  }
}
