/** What changed between two versions of a listing, as the page shows it. Pure. */
import type { FieldValue, ListingVersion } from '../contract.ts';

/** A listing as stored: fields by name. */
export type StoredListing = Readonly<Record<string, unknown>>;

/**
 * @param fields names of the changed fields, as the normaliser wrote them
 * @param before the version before; undefined when it is not known any more
 */
export function changesOf(
  fields: readonly string[],
  before: StoredListing | undefined,
  after: StoredListing,
): ListingVersion['changes'] {
  return fields.map((field) => ({
    field,
    before: valueOf(before?.[field]),
    after: valueOf(after[field]),
  }));
}

function valueOf(value: unknown): FieldValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value;
  }
  if (Array.isArray(value)) return value.map((item) => String(item));
  return null;
}
