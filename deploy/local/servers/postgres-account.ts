/** The one Postgres account of an instance and its databases. */
import { secretIn } from '../secrets.ts';
import type { Places } from '../places.ts';

export const postgresUser = 'auction';
export const auctionDatabase = 'auction';
export const registryDatabase = 'registry';

export const postgresPassword = (places: Places): string => secretIn(places, 'postgres-password');

/** URL with the password in it: for processes of the instance, never for a log. */
export const postgresUrl = (
  port: number,
  places: Places,
  database: string = auctionDatabase,
): string => `postgres://${postgresUser}:${postgresPassword(places)}@127.0.0.1:${port}/${database}`;

/** The gateway's role: owns nothing; made by the gateway's migration. */
const appUser = 'auction_gateway';

export const postgresAppUrl = (port: number, places: Places): string =>
  `postgres://${appUser}:${secretIn(places, 'postgres-app-password')}@127.0.0.1:${port}/${auctionDatabase}`;
