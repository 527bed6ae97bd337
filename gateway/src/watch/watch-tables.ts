/**
 * Tables of what people follow: lots, notes, saved searches, and the alerts that come of it. Rows of
 * a tenant; who of the organisation is a WHERE of the stores. Making of alerts crosses tenants and
 * runs in the scope `accounts`.
 */
import { guarded, tenantOr } from '../accounts-tables.ts';

const whose = `
    user_id text NOT NULL REFERENCES app_user ON DELETE CASCADE,
    organisation_id text NOT NULL REFERENCES organisation,`;
const ownTable = (name: string) => guarded(name, tenantOr('organisation_id', 'accounts'));

export const watchTables = `
  CREATE TABLE watched_lot (${whose}
    lot_id text NOT NULL,
    added_at bigint NOT NULL,
    PRIMARY KEY (user_id, lot_id)
  );
  CREATE INDEX watched_lot_by_lot ON watched_lot (lot_id);
  ${ownTable('watched_lot')}

  CREATE TABLE lot_note (
    organisation_id text NOT NULL REFERENCES organisation,
    lot_id text NOT NULL,
    version int NOT NULL,  -- rises with every change, so that nobody overwrites what was not seen
    text text NOT NULL,
    written_by text REFERENCES app_user ON DELETE SET NULL,
    written_at bigint NOT NULL,
    PRIMARY KEY (organisation_id, lot_id)
  );
  ${ownTable('lot_note')}

  CREATE TABLE saved_search (${whose}
    id text PRIMARY KEY,
    name text NOT NULL,
    address text NOT NULL,  -- parameters of the board's page
    filter jsonb NOT NULL,  -- as on the socket (board-protocol.ts)
    alerts boolean NOT NULL,
    created_at bigint NOT NULL,
    UNIQUE (user_id, name)
  );
  ${ownTable('saved_search')}
  -- Lots that have come into a search while it was watched, each once.
  CREATE TABLE search_match (
    search_id text NOT NULL REFERENCES saved_search ON DELETE CASCADE,
    lot_id text NOT NULL,
    organisation_id text NOT NULL REFERENCES organisation,
    at bigint NOT NULL,
    PRIMARY KEY (search_id, lot_id)
  );
  CREATE INDEX search_match_by_age ON search_match (at);
  ${ownTable('search_match')}

  CREATE TABLE alert_setting (${whose}
    outbid boolean NOT NULL,
    won boolean NOT NULL,
    ending boolean NOT NULL,
    ending_ms bigint NOT NULL,  -- so long before the end
    reserve boolean NOT NULL,
    search boolean NOT NULL,
    PRIMARY KEY (user_id)
  );
  ${ownTable('alert_setting')}

  CREATE TABLE alert (${whose}
    id text PRIMARY KEY,  -- made of what it is about: two gateways make one alert
    kind text NOT NULL,
    lot_id text,
    title text NOT NULL,
    data jsonb NOT NULL,
    made_at bigint NOT NULL,
    read_at bigint
  );
  CREATE INDEX alert_by_user ON alert (user_id, made_at DESC);
  CREATE INDEX alert_by_age ON alert (made_at);
  ${ownTable('alert')}

  CREATE FUNCTION tell_alert() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'UPDATE' AND NEW.made_at = OLD.made_at THEN RETURN NULL; END IF;
      PERFORM pg_notify('alert_made', json_build_object('userId', NEW.user_id,
        'organisationId', NEW.organisation_id, 'id', NEW.id, 'kind', NEW.kind, 'lot', NEW.lot_id,
        'title', NEW.title, 'at', NEW.made_at, 'data', NEW.data)::text);
      RETURN NULL;
    END $$;
  -- Whichever gateway makes it, every gateway tells the sockets of its person.
  CREATE TRIGGER alert_made AFTER INSERT OR UPDATE OF made_at ON alert
    FOR EACH ROW EXECUTE FUNCTION tell_alert();
`;
