import { Injectable } from '@angular/core';

/** A host that failed so often and never delivered is not asked again on this page. */
const FAILURES_MAX = 3;

/** Which hosts deliver photos: a host that is down must not cost a request per row. */
@Injectable({ providedIn: 'root' })
export class PhotoHosts {
  readonly #failures = new Map<string, number>();
  readonly #delivered = new Set<string>();

  isWorthATry(address: string): boolean {
    const host = hostOf(address);
    if (host === null) return false;
    return this.#delivered.has(host) || (this.#failures.get(host) ?? 0) < FAILURES_MAX;
  }

  noteSuccess(address: string): void {
    const host = hostOf(address);
    if (host !== null) this.#delivered.add(host);
  }

  noteFailure(address: string): void {
    const host = hostOf(address);
    if (host !== null) this.#failures.set(host, (this.#failures.get(host) ?? 0) + 1);
  }
}

/** @returns empty for photos of our own; null for an address no browser could load from a page of ours */
function hostOf(address: string): string | null {
  if (address.startsWith('/photos/')) return '';
  return URL.canParse(address) && address.startsWith('https:') ? new URL(address).host : null;
}
