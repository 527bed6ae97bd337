/**
 * Whom news of a lot concern: people who have it on their watchlist, and the people of organisations
 * that bid on it or have a robot on it. No amount is read.
 */

/** Bids on own lots are decided within 21 days; what lies longer back is history. */
export const bidKeptMs = 30 * 86_400_000;

/** A robot that has what it wanted keeps its other lots until the organisation's next order. */
const isAtWork = `r.is_active AND NOT EXISTS (
  SELECT FROM robot_state s WHERE s.robot_id = r.robot_id AND s.is_over = 1)`;

/**
 * People with lots they are alerted of: each watcher, and each buyer of a bidding organisation.
 * @param which condition on `lot l`
 * @param nowAt parameter with the present instant, epoch ms
 * @returns SQL of rows (user_id, organisation_id, lot_id, title, ends_at), in scope `accounts`
 */
export const followersSql = (which: string, nowAt: string) => `
  SELECT w.user_id, w.organisation_id, l.lot_id, l.title, l.ends_at
  FROM watched_lot w JOIN lot l ON l.lot_id = w.lot_id WHERE ${which}
  UNION
  SELECT u.id, u.organisation_id, l.lot_id, l.title, l.ends_at
  FROM lot_bidder b JOIN lot l ON l.lot_id = b.lot_id
    JOIN app_user u ON u.organisation_id = b.org_id AND 'BUYER' = ANY(u.roles)
  WHERE ${which} AND b.last_at > ${nowAt}::bigint - ${bidKeptMs}
  UNION
  SELECT u.id, u.organisation_id, l.lot_id, l.title, l.ends_at
  FROM robot_lot r JOIN lot l ON l.lot_id = r.lot_id
    JOIN app_user u ON u.organisation_id = r.organisation_id AND 'BUYER' = ANY(u.roles)
  WHERE ${which} AND ${isAtWork}`;

/** Lots of organisations $1 that they bid on or have a robot on, and that were live at instant $2. */
export const organisationLotsSql = `
  SELECT f.org_id AS whose, array_agg(f.lot_id) AS lots
  FROM (
    SELECT org_id, lot_id FROM lot_bidder
    WHERE org_id = ANY($1) AND last_at > $2::bigint - ${bidKeptMs}
    UNION SELECT r.organisation_id, r.lot_id FROM robot_lot r
    WHERE r.organisation_id = ANY($1) AND ${isAtWork}
  ) AS f JOIN lot l ON l.lot_id = f.lot_id
  WHERE l.status IN ('SCHEDULED', 'OPEN', 'ENDING_UNCONFIRMED') OR l.ends_at > $2
  GROUP BY f.org_id`;

/** Lots on the watchlists of people $1. */
export const watchedLotsSql = `
  SELECT user_id AS whose, array_agg(lot_id) AS lots FROM watched_lot
  WHERE user_id = ANY($1) GROUP BY user_id`;
