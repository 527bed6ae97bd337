/** One-shot: brings the gateway's own tables up to date; prints a line per step. */
import { readPostgresUrl } from './config.ts';
import { migrateGateway } from './schema.ts';

const applied = await migrateGateway(readPostgresUrl());
console.log(
  applied.length === 0
    ? 'gateway tables: up to date'
    : `gateway tables: applied ${applied.join('; ')}`,
);
