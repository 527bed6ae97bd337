/**
 * Limits as they were set, and bids that wait for an approver. What an organisation is bound to is the
 * limiter's (topic `limits`) and comes back as the sinks' table `exposure`.
 */
const ofTenant = `organisation_id = current_setting('app.organisation', true)`;
const inScope = `current_setting('app.scope', true) IN ('accounts', 'platform')`;
const walled = (table: string) => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;`;

export const furtherCredits = `
  -- Credits in further currencies: [{"currency", "creditMinor"}].
  ALTER TABLE organisation_limit ADD COLUMN further jsonb NOT NULL DEFAULT '[]';
`;

export const furtherUserLimits = `
  -- What a user may bid alone in further currencies: [{"currency", "amountMinor"}].
  ALTER TABLE user_limit ADD COLUMN further jsonb NOT NULL DEFAULT '[]';
`;

export const approvalNotes = `
  ALTER TABLE bid_approval ADD COLUMN note text;  -- why it was refused, as its approver says
`;

export const limitTables = `
  CREATE TABLE organisation_limit (
    organisation_id text PRIMARY KEY REFERENCES organisation,
    credit_minor bigint,  -- null: no limit
    currency text NOT NULL,
    lots_led_max int,  -- null: no limit
    version bigint NOT NULL,  -- rises with every change
    sent_version bigint NOT NULL DEFAULT 0,  -- the limiter has been told this one
    set_at bigint NOT NULL
  );
  ${walled('organisation_limit')}
  -- Shown to the organisation, set by the platform.
  CREATE POLICY tenant ON organisation_limit FOR SELECT USING (${ofTenant});
  CREATE POLICY platform ON organisation_limit USING (${inScope}) WITH CHECK (${inScope});

  CREATE TABLE user_limit (
    user_id text PRIMARY KEY REFERENCES app_user ON DELETE CASCADE,
    organisation_id text NOT NULL REFERENCES organisation,
    amount_minor bigint NOT NULL,
    currency text NOT NULL,
    set_at bigint NOT NULL
  );
  ${walled('user_limit')}
  CREATE POLICY tenant ON user_limit USING (${ofTenant}) WITH CHECK (${ofTenant});

  CREATE TABLE bid_approval (
    command_id text PRIMARY KEY,
    organisation_id text NOT NULL REFERENCES organisation,
    lot_id text NOT NULL,
    user_id text NOT NULL,
    client_id text NOT NULL,
    client_seq bigint NOT NULL,
    kind text NOT NULL,  -- FLAT, PROXY, BUY_NOW, ACCEPT_COUNTER
    amount_minor bigint NOT NULL,
    currency text NOT NULL,
    asked_at bigint NOT NULL,
    -- The lot said NEEDS_APPROVAL; where this gateway did not hear it, the table letter has it.
    is_parked boolean NOT NULL DEFAULT false,
    state text NOT NULL DEFAULT 'AWAITING' CHECK (state IN ('AWAITING', 'APPROVED', 'REFUSED')),
    decided_by text,
    decided_at bigint,
    sent_as text,  -- command by which the approved bid was sent last
    outcome text,
    reason text,
    UNIQUE (organisation_id, lot_id, client_id, client_seq)
  );
  CREATE INDEX bid_approval_by_time ON bid_approval (organisation_id, asked_at);
  ${walled('bid_approval')}
  CREATE POLICY tenant ON bid_approval USING (${ofTenant}) WITH CHECK (${ofTenant});
  CREATE POLICY tidying ON bid_approval USING (${inScope}) WITH CHECK (${inScope});
`;
