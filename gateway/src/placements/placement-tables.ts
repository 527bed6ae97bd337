/** Which organisation is connected to which site; the token is sealed and opens nothing here. */
export const placementTables = `
  CREATE TABLE site_account (
    organisation_id text NOT NULL REFERENCES organisation ON DELETE CASCADE,
    site text NOT NULL,
    sealed_token text NOT NULL,  -- placements/seal.ts
    connected_by text REFERENCES app_user ON DELETE SET NULL,  -- null: made with the demo accounts
    connected_at bigint NOT NULL,
    PRIMARY KEY (organisation_id, site)
  );
  ALTER TABLE site_account ENABLE ROW LEVEL SECURITY;
  ALTER TABLE site_account FORCE ROW LEVEL SECURITY;
  CREATE POLICY tenant ON site_account
    USING (organisation_id = current_setting('app.organisation', true))
    WITH CHECK (organisation_id = current_setting('app.organisation', true));
`;
