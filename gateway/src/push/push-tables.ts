/** Browsers that take pushes, and pushes on their way; who may see them as in watch-tables.ts. */
import { guarded, tenantOr } from '../accounts-tables.ts';

const ownTable = (name: string) => guarded(name, tenantOr('organisation_id', 'accounts'));

export const pushTables = `
  CREATE TABLE push_device (
    id text PRIMARY KEY,
    user_id text NOT NULL REFERENCES app_user ON DELETE CASCADE,
    organisation_id text NOT NULL REFERENCES organisation,
    endpoint text NOT NULL UNIQUE,  -- at the browser's push service
    p256dh text NOT NULL,
    auth text NOT NULL,
    name text NOT NULL,
    created_at bigint NOT NULL
  );
  CREATE INDEX push_device_by_user ON push_device (user_id);
  ${ownTable('push_device')}

  CREATE TABLE push_order (
    alert_id text NOT NULL REFERENCES alert ON DELETE CASCADE,
    device_id text NOT NULL REFERENCES push_device ON DELETE CASCADE,
    organisation_id text NOT NULL REFERENCES organisation,
    due_at bigint NOT NULL,
    attempt_count int NOT NULL DEFAULT 0,
    PRIMARY KEY (alert_id, device_id)
  );
  CREATE INDEX push_order_by_due ON push_order (due_at);
  ${ownTable('push_order')}

  CREATE FUNCTION order_push() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO push_order (alert_id, device_id, organisation_id, due_at)
      SELECT NEW.id, id, NEW.organisation_id, NEW.made_at FROM push_device WHERE user_id = NEW.user_id;
      RETURN NULL;
    END $$;
  -- In the transaction that makes the alert: one order a browser, however many gateways there are.
  CREATE TRIGGER alert_pushed AFTER INSERT ON alert FOR EACH ROW EXECUTE FUNCTION order_push();
`;
