/**
 * What sellers wished about the terms of their lots. The book itself is the resolver's and restricted;
 * a seller's own terms (the reserve among them) are read from here, for the own organisation only.
 */
export const sellTables = `
  CREATE TABLE selling_wish (
    command_id text PRIMARY KEY,
    organisation_id text NOT NULL REFERENCES organisation,
    lot_id text NOT NULL,
    kind text NOT NULL,  -- of the command: CREATE_LOT, AMEND_LOT, PUBLISH_LOT, WITHDRAW_LOT
    terms jsonb,  -- LotTerms once it is accepted; null: the wish leaves them alone
    summary jsonb,  -- LotSummary, with the terms
    sent_at bigint NOT NULL,
    -- As this gateway heard the outcome; where it did not wait for it, the table letter has it.
    letter_number int,
    is_accepted boolean
  );
  CREATE INDEX selling_wish_by_lot ON selling_wish (organisation_id, lot_id);
  ALTER TABLE selling_wish ENABLE ROW LEVEL SECURITY;
  ALTER TABLE selling_wish FORCE ROW LEVEL SECURITY;
  CREATE POLICY tenant ON selling_wish
    USING (organisation_id = current_setting('app.organisation', true))
    WITH CHECK (organisation_id = current_setting('app.organisation', true));
`;
