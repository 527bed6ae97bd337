const DEADLINE_MS = 4_000;
const LOOK_MS = 5;

/**
 * Waits for what a page shows in the end.
 * @throws the last failure of `check` at the deadline
 */
export async function until(check: () => void): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS;
  for (;;) {
    try {
      check();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
