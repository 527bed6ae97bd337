/** A column and indexes of lots that came after their table (postgres-schema.ts). */

export const decisionUntil = 'ALTER TABLE lot ADD COLUMN decision_until bigint;';

export const vinHeads = `
  -- The first 11 characters of a VIN where a site shows them all: what candidates are found by.
  CREATE FUNCTION lot_vin_head(vin text, masked text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    CASE WHEN strpos(left(coalesce(vin, masked), 11), '*') = 0
      THEN left(coalesce(vin, masked), 11) END;
  CREATE INDEX lot_by_vin_head ON lot (lot_vin_head(vin, summary->>'vinMasked'));`;

/** What the archiver takes is found without reading the whole table, part after part. */
export const endedLots = `
  CREATE INDEX lot_by_archive_end ON lot ((coalesce(ends_at, observed_at)), lot_id)
    WHERE status IN ('ENDED', 'SOLD', 'NOT_SOLD', 'WITHDRAWN');`;
