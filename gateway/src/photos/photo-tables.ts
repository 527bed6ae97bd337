/**
 * Photos of lots, once per organisation and content. Whoever has the address may see the photo, as
 * everybody may who sees the lot; only its organisation adds and removes.
 */
export const photoTables = `
  CREATE TABLE photo (
    name text PRIMARY KEY,  -- first 48 digits of SHA-256 of organisation and bytes, with the kind as ending
    organisation_id text NOT NULL REFERENCES organisation,
    bytes bytea NOT NULL,
    width int NOT NULL,
    height int NOT NULL,
    added_at bigint NOT NULL
  );
  ALTER TABLE photo ALTER COLUMN bytes SET STORAGE EXTERNAL;  -- pictures do not get smaller
  CREATE INDEX photo_by_organisation ON photo (organisation_id);
  ALTER TABLE photo ENABLE ROW LEVEL SECURITY;
  ALTER TABLE photo FORCE ROW LEVEL SECURITY;
  CREATE POLICY shown ON photo FOR SELECT USING (
    organisation_id = current_setting('app.organisation', true)
    OR name = current_setting('app.photo', true));
  CREATE POLICY adding ON photo FOR INSERT
    WITH CHECK (organisation_id = current_setting('app.organisation', true));
  CREATE POLICY removing ON photo FOR DELETE
    USING (organisation_id = current_setting('app.organisation', true));
`;
