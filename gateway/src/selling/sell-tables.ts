/**
 * What sellers wished about the terms of their lots. The book itself is the resolver's and restricted;
 * a seller's own terms (the reserve among them) are read from here, for the own organisation only.
 */
const guarded = (table: string): string => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
  CREATE POLICY tenant ON ${table}
    USING (organisation_id = current_setting('app.organisation', true))
    WITH CHECK (organisation_id = current_setting('app.organisation', true));`;

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

/** Imports of lots from files, the rows they hold, and run lists. */
export const sellMoreTables = `
  ALTER TABLE selling_wish ADD COLUMN external_ref text;  -- of CREATE_LOT by an import

  CREATE TABLE sale_import (
    id text PRIMARY KEY,
    organisation_id text NOT NULL REFERENCES organisation,
    file_name text NOT NULL,
    columns jsonb NOT NULL,  -- as the file names them, with the field each one is
    row_count int NOT NULL,
    created_at bigint NOT NULL,
    started_at bigint,
    worked_at bigint  -- when rows were last sent: a gateway that is ended leaves it behind
  );
  CREATE INDEX sale_import_by_organisation ON sale_import (organisation_id, created_at);
  CREATE TABLE sale_import_row (
    import_id text NOT NULL REFERENCES sale_import ON DELETE CASCADE,
    organisation_id text NOT NULL,
    number int NOT NULL,  -- line of the file
    external_ref text,
    cells jsonb NOT NULL,  -- as the file has them
    body jsonb,  -- NewLotBody; null: the row has errors
    errors jsonb NOT NULL,
    lot_id text,
    outcome text,  -- ACCEPTED, EXISTS or a refusal; null: not sent yet
    PRIMARY KEY (import_id, number)
  );

  CREATE TABLE run_list (
    id text PRIMARY KEY,
    organisation_id text NOT NULL REFERENCES organisation,
    name text NOT NULL,
    starts_at bigint NOT NULL,
    first_end bigint NOT NULL,
    gap_ms bigint NOT NULL,
    lots text[] NOT NULL,
    created_at bigint NOT NULL,
    published_at bigint
  );
  CREATE INDEX run_list_by_organisation ON run_list (organisation_id, created_at);
${['sale_import', 'sale_import_row', 'run_list'].map(guarded).join('')}`;

export const importsResumed = `
  ALTER TABLE sale_import
    ADD COLUMN started_by text,  -- user or token whose rights count when it goes on
    ADD COLUMN resume_at bigint;  -- any gateway goes on with it from then on; null: nobody does
  CREATE INDEX sale_import_to_resume ON sale_import (resume_at) WHERE resume_at IS NOT NULL;
  CREATE POLICY resuming ON sale_import FOR SELECT
    USING (current_setting('app.scope', true) = 'accounts');
  ALTER TABLE selling_wish ADD COLUMN import_id text;  -- of CREATE_LOT by an import
`;
