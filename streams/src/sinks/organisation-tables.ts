/** Tables of what is one organisation's alone; each is shown to it by its policy (postgres-schema.ts). */

export const placements = `
  -- Placements on external lots, each of one organisation and shown to it alone.
  CREATE TABLE placement (
    org_id text COLLATE "C" NOT NULL,
    lot_id text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    changed_at bigint NOT NULL,
    doc jsonb NOT NULL,  -- the whole Placement record
    PRIMARY KEY (org_id, lot_id)
  );
  -- Not forced, as with letters.
  ALTER TABLE placement ENABLE ROW LEVEL SECURITY;
  CREATE POLICY tenant ON placement USING (org_id = current_setting('app.organisation', true));`;

export const robots = `
  -- Strategy robots and what they did, each of one organisation and shown to it alone.
  CREATE TABLE robot_state (
    robot_id text COLLATE "C" PRIMARY KEY,
    org_id text COLLATE "C" NOT NULL,
    revision bigint NOT NULL,  -- of the owner's order it has taken note of
    status text NOT NULL,
    status_reason text,
    is_over int NOT NULL,  -- 1: it never bids again
    is_settled int NOT NULL,  -- 1: and no bid of it is on its way
    lots jsonb NOT NULL
  );
  ALTER TABLE robot_state ENABLE ROW LEVEL SECURITY;
  CREATE POLICY tenant ON robot_state USING (org_id = current_setting('app.organisation', true));
  CREATE TABLE robot_deed (
    robot_id text COLLATE "C" NOT NULL,
    number int NOT NULL,  -- from 1 per robot
    org_id text COLLATE "C" NOT NULL,
    at bigint NOT NULL,
    kind text NOT NULL,
    lot_id text COLLATE "C",
    reason text,
    amount_minor bigint,
    price_minor bigint,
    ask_minor bigint,
    PRIMARY KEY (robot_id, number)
  );
  ALTER TABLE robot_deed ENABLE ROW LEVEL SECURITY;
  CREATE POLICY tenant ON robot_deed USING (org_id = current_setting('app.organisation', true));`;

export const exposures = `
  -- What an organisation is bound to, shown to it alone: maxima stand in the sum.
  CREATE TABLE exposure (
    org_id text COLLATE "C" PRIMARY KEY,
    version bigint NOT NULL,
    exposure_minor bigint NOT NULL,
    lots_led int NOT NULL
  );
  ALTER TABLE exposure ENABLE ROW LEVEL SECURITY;
  CREATE POLICY tenant ON exposure USING (org_id = current_setting('app.organisation', true));`;

export const bidders = `
  -- Who bids on a lot, without any amount: whom gateways tell what happens to it (lot-bidders.ts).
  CREATE TABLE lot_bidder (
    org_id text COLLATE "C" NOT NULL,
    lot_id text COLLATE "C" NOT NULL,
    last_at bigint NOT NULL,  -- of the organisation's last word about it
    PRIMARY KEY (org_id, lot_id)
  );
  CREATE INDEX lot_bidder_by_lot ON lot_bidder (lot_id);
  CREATE INDEX lot_bidder_by_age ON lot_bidder (org_id, last_at);
  INSERT INTO lot_bidder
    SELECT to_org, lot_id, max(at) FROM letter WHERE position IS NOT NULL GROUP BY to_org, lot_id
    UNION ALL SELECT org_id, lot_id, changed_at FROM placement;
  ALTER TABLE lot_bidder ENABLE ROW LEVEL SECURITY;
  CREATE POLICY tenant ON lot_bidder USING (org_id = current_setting('app.organisation', true));
  CREATE POLICY telling ON lot_bidder FOR SELECT
    USING (current_setting('app.scope', true) = 'accounts');`;

export const robotsOver = `
  -- Gateways leave out robots that are over when they tell whom a lot concerns.
  CREATE POLICY telling ON robot_state FOR SELECT
    USING (current_setting('app.scope', true) = 'accounts');`;

export const deedsTold = `
  -- Gateways tell the audit what robots did, and their owners when to bid by hand.
  CREATE INDEX robot_deed_by_time ON robot_deed (at);
  CREATE INDEX robot_deed_moment ON robot_deed (at) WHERE kind = 'TIME_TO_BID';
  CREATE POLICY telling ON robot_deed FOR SELECT
    USING (current_setting('app.scope', true) = 'accounts');`;
