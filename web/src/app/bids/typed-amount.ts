/**
 * An amount as people type it: `12,500`, `12 500.50`, `$12500`. Thousands by comma or blank, decimals
 * by point.
 * @param scale minor units in one major unit
 * @returns minor units; null when it is no amount
 */
export function typedAmount(text: string, scale: number): number | null {
  const plain = text.replace(/[\s,\u00a0$€£]/g, '');
  if (!/^\d{1,10}(\.\d{1,2})?$/.test(plain)) return null;
  const exact = Number(plain) * scale;
  const minor = Math.round(exact);
  // Half a yen is no amount; the rest is what floating point adds.
  return minor > 0 && Math.abs(exact - minor) < 1e-4 ? minor : null;
}
