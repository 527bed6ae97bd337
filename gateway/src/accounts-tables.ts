/**
 * Tables of accounts. Every table that holds rows of tenants has row-level security, forced, so that
 * a forgotten WHERE shows nothing; a policy reads the settings a transaction was begun with
 * (postgres.ts). Source: ops-security.md section 5.
 */

const inScope = (...names: readonly string[]) =>
  `current_setting('app.scope', true) IN (${names.map((name) => `'${name}'`).join(', ')})`;
const ofTenant = (column: string) => `${column} = current_setting('app.organisation', true)`;

/** Rows are seen and written where `condition` holds, and nowhere else. */
export const guarded = (table: string, condition: string) => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
  CREATE POLICY tenant ON ${table} USING (${condition}) WITH CHECK (${condition});`;

/** Anybody may add to an outbox; only its relay reads it. */
const outbox = (table: string) => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
  CREATE POLICY adding ON ${table} FOR INSERT WITH CHECK (true);
  CREATE POLICY relay ON ${table} USING (${inScope('accounts')}) WITH CHECK (${inScope('accounts')});`;

export const tenantOr = (column: string, ...scopes: readonly string[]) =>
  `${ofTenant(column)} OR ${inScope(...scopes)}`;

export const accountTables = `
  CREATE TABLE organisation (
    id text PRIMARY KEY,
    name text NOT NULL,
    created_at bigint NOT NULL,
    disabled_at bigint
  );
  ${guarded('organisation', tenantOr('id', 'accounts', 'platform'))}

  CREATE TABLE app_user (
    id text PRIMARY KEY,
    organisation_id text REFERENCES organisation,  -- null: staff of the platform
    email text NOT NULL UNIQUE,  -- in the form email-address.ts gives it
    name text NOT NULL,
    password_hash text NOT NULL,  -- PHC string of argon2id
    roles text[] NOT NULL,
    created_at bigint NOT NULL,
    verified_at bigint,
    disabled_at bigint,
    is_demo boolean NOT NULL DEFAULT false
  );
  CREATE INDEX app_user_by_organisation ON app_user (organisation_id);
  ${guarded('app_user', tenantOr('organisation_id', 'accounts', 'platform'))}

  ALTER TABLE visitor_session RENAME TO session;
  ALTER INDEX visitor_session_by_expiry RENAME TO session_by_expiry;
  ALTER TABLE session
    ADD COLUMN user_id text REFERENCES app_user ON DELETE CASCADE,  -- null: a visitor
    ADD COLUMN organisation_id text,
    ADD COLUMN ref text UNIQUE,  -- how its owner names it in a list; opens nothing
    ADD COLUMN absolute_expires_at bigint,
    ADD COLUMN address text,
    ADD COLUMN user_agent text;
  CREATE INDEX session_by_user ON session (user_id) WHERE user_id IS NOT NULL;
  ${guarded('session', `user_id IS NULL OR ${tenantOr('organisation_id', 'accounts', 'platform')}`)}

  CREATE FUNCTION tell_session_end() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_notify('session_ended', encode(OLD.id, 'hex')); RETURN NULL; END $$;
  -- However a session ends (sign-out, revocation, a removed user), every gateway hears of it.
  CREATE TRIGGER session_end AFTER DELETE ON session
    FOR EACH ROW EXECUTE FUNCTION tell_session_end();

  CREATE TABLE account_link (
    hash bytea PRIMARY KEY,  -- SHA-256 of the token in the mailed link
    kind text NOT NULL CHECK (kind IN ('VERIFY', 'RESET')),
    user_id text NOT NULL REFERENCES app_user ON DELETE CASCADE,
    expires_at bigint NOT NULL
  );
  CREATE INDEX account_link_by_user ON account_link (user_id, kind);
  ${guarded('account_link', inScope('accounts'))}

  CREATE TABLE invitation (
    id text PRIMARY KEY,
    organisation_id text NOT NULL REFERENCES organisation,
    email text NOT NULL,
    roles text[] NOT NULL,
    invited_by text REFERENCES app_user ON DELETE SET NULL,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    hash bytea UNIQUE  -- SHA-256 of the token in the mailed link; null until it is mailed
  );
  CREATE UNIQUE INDEX invitation_by_email ON invitation (organisation_id, email);
  ${guarded('invitation', tenantOr('organisation_id', 'accounts'))}

  CREATE TABLE api_token (
    id text PRIMARY KEY,
    organisation_id text NOT NULL REFERENCES organisation,
    name text NOT NULL,
    hash bytea NOT NULL UNIQUE,  -- SHA-256 of the token
    scopes text[] NOT NULL,
    created_by text REFERENCES app_user ON DELETE SET NULL,
    created_at bigint NOT NULL,
    expires_at bigint,
    last_used_at bigint,
    revoked_at bigint
  );
  CREATE INDEX api_token_by_organisation ON api_token (organisation_id);
  ${guarded('api_token', tenantOr('organisation_id', 'accounts'))}

  CREATE TABLE throttle (
    key bytea PRIMARY KEY,  -- SHA-256 of what is counted: an address, or an account at an address
    attempt_count int NOT NULL,
    last_at bigint NOT NULL,
    open_at bigint NOT NULL  -- no attempt before
  );

  CREATE TABLE mail_outbox (
    id bigserial PRIMARY KEY,
    kind text NOT NULL,
    address text NOT NULL,
    user_id text REFERENCES app_user ON DELETE CASCADE,
    invitation_id text REFERENCES invitation ON DELETE CASCADE,
    due_at bigint NOT NULL,
    attempt_count int NOT NULL DEFAULT 0
  );
  CREATE INDEX mail_outbox_by_due ON mail_outbox (due_at);
  ${outbox('mail_outbox')}

  CREATE TABLE audit_outbox (
    id bigserial PRIMARY KEY,
    actor text NOT NULL,
    event jsonb NOT NULL,
    writer_seq bigint,  -- given by the relay, with the chain's hash, before the record is sent
    previous_hash text
  );
  ${outbox('audit_outbox')}
  CREATE TABLE audit_chain (
    writer_id text PRIMARY KEY,
    seq bigint NOT NULL,
    hash text NOT NULL
  );
  ${guarded('audit_chain', inScope('accounts'))}
`;

/** Tables of the gateway without a policy, each with the reason. The meta-test knows no others. */
export const tablesOfNobody: Readonly<Record<string, string>> = {
  gateway_migration: 'names of migrations',
  board_epoch: 'one word about the board',
  live_ticket: 'hashes of tickets, found by hash alone',
  throttle: 'hashes of addresses, found by hash alone',
  robot_switch: "one switch of the platform's operators",
};
