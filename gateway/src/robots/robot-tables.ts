/**
 * Orders of strategy robots, as their owners gave them. The robots' service reads them, and is told of
 * each change by a notification in its transaction; what robots did stands in the sinks' tables.
 */

const guarded = (table: string) => {
  const condition = `organisation_id = current_setting('app.organisation', true)
    OR current_setting('app.scope', true) = 'platform'`;
  return `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
  CREATE POLICY tenant ON ${table} USING (${condition}) WITH CHECK (${condition});`;
};

/** The robots' service, as the owner of the tables, sees whether who made a robot may still bid, and how high. */
export const robotReading = `
  CREATE POLICY robots ON user_limit FOR SELECT
    USING (current_setting('app.scope', true) = 'platform');
  CREATE POLICY robots ON api_token FOR SELECT
    USING (current_setting('app.scope', true) = 'platform');`;

export const robotsElsewhere = `
  -- Of a lot of another site: API, or BY_HAND where people bid and the robot tells them when.
  ALTER TABLE robot_lot ADD COLUMN way text CHECK (way IN ('API', 'BY_HAND'));
  -- Whose robot it is that tells the moment.
  CREATE POLICY alerts ON robot FOR SELECT
    USING (current_setting('app.scope', true) = 'accounts');
`;

export const robotLotsFollowed = `
  -- Whom news of the lot concern.
  CREATE POLICY news ON robot_lot FOR SELECT
    USING (current_setting('app.scope', true) = 'accounts');
`;

export const robotLotsByLot = `
  CREATE INDEX robot_lot_by_lot ON robot_lot (lot_id) WHERE is_active;`;

export const robotTables = `
  CREATE TABLE robot (
    id text PRIMARY KEY,
    organisation_id text NOT NULL REFERENCES organisation,
    user_id text NOT NULL,  -- in whose name it bids
    strategy text NOT NULL CHECK (strategy IN ('SNIPE', 'STEP', 'GROUP')),
    currency text NOT NULL,
    lead_ms int,
    step_count int NOT NULL,
    win_count int NOT NULL,
    budget_minor bigint,
    wish text NOT NULL CHECK (wish IN ('RUN', 'PAUSE', 'STOP')),
    revision bigint NOT NULL DEFAULT 1,  -- rises with every change
    created_at bigint NOT NULL
  );
  CREATE INDEX robot_by_organisation ON robot (organisation_id, created_at DESC);
  ${guarded('robot')}

  CREATE TABLE robot_lot (
    robot_id text NOT NULL REFERENCES robot ON DELETE CASCADE,
    organisation_id text NOT NULL,
    lot_id text NOT NULL,
    cap_minor bigint NOT NULL,
    priority int NOT NULL,
    is_active boolean NOT NULL DEFAULT true,
    PRIMARY KEY (robot_id, lot_id)
  );
  -- One robot of an organisation on a lot.
  CREATE UNIQUE INDEX robot_lot_active ON robot_lot (organisation_id, lot_id) WHERE is_active;
  ${guarded('robot_lot')}

  CREATE TABLE robot_switch (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    is_thrown boolean NOT NULL
  );
  INSERT INTO robot_switch (is_thrown) VALUES (false);

  CREATE FUNCTION tell_robot_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_notify('robot_changed', NEW.id); RETURN NULL; END $$;
  CREATE TRIGGER robot_change AFTER INSERT OR UPDATE ON robot
    FOR EACH ROW EXECUTE FUNCTION tell_robot_change();
  CREATE FUNCTION tell_all_robots() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_notify('robot_changed', '*'); RETURN NULL; END $$;
  CREATE TRIGGER robot_switch_change AFTER UPDATE ON robot_switch
    FOR EACH STATEMENT EXECUTE FUNCTION tell_all_robots();
  -- Robots of an organisation that is kept out bid no more.
  CREATE TRIGGER robot_owner_change AFTER UPDATE OF disabled_at ON organisation
    FOR EACH STATEMENT EXECUTE FUNCTION tell_all_robots();
`;
