/** Numbers of a robot as people type them. */

export const LEAD_MIN_S = 3;
export const LEAD_MAX_S = 86_400;
export const STEPS_MAX = 20;
export const SECOND_MS = 1_000;

/** @returns the whole number as typed; null: none, or out of bounds */
export function whole(text: string, min: number, max: number): number | null {
  const value = /^\d+$/.test(text.trim()) ? Number(text) : NaN;
  return value >= min && value <= max ? value : null;
}
