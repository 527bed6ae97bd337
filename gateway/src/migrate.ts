/** One-shot: brings the gateway's own tables up to date; prints a line per step. */
import { readPostgresUrls } from './config.ts';
import { migrateGateway } from './schema.ts';

const { postgresUrl, postgresAppUrl } = readPostgresUrls();
const applied = await migrateGateway(postgresUrl, postgresAppUrl);
console.log(
  applied.length === 0
    ? 'gateway tables: up to date'
    : `gateway tables: applied ${applied.join('; ')}`,
);
