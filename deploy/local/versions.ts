/** The one list of server versions; compose, the chart and the tests read the same versions.json. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { repoRoot } from './places.ts';

const versionsSchema = z.strictObject({
  jdk: z.string(),
  kafka: z.string(),
  kafkaSlf4j: z.string(),
  cassandra: z.string(),
  registry: z.string(),
  registrySha1: z.string(),
  mongo: z.string(),
  mongoSlf4j: z.string(),
  postgres: z.string(),
  mavenDependencyPlugin: z.string(),
  mavenCopyPlugin: z.string(),
});

export const versions = versionsSchema.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, 'versions.json'), 'utf8')),
);

/** Version of Auction Manager itself, from the root package.json. */
export const productVersion = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(join(repoRoot, 'package.json'), 'utf8'))).version;
