/**
 * Repeats a check until it passes.
 * @param check throws while the condition does not hold
 * @throws what the check threw last, when the deadline has passed
 */
export async function eventually<T>(
  check: () => T | Promise<T>,
  options: { readonly withinMs?: number; readonly everyMs?: number } = {},
): Promise<T> {
  const deadlineAt = Date.now() + (options.withinMs ?? 10_000);
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadlineAt) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, options.everyMs ?? 20));
  }
}
