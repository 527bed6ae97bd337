import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedRecords } from './generate.ts';
import { avroSchema, schemaNames } from './schemas.ts';
import { wireText } from './wire-text.ts';

test('records.ts is what `npm run generate` makes of the schemas', () => {
  const committed = readFileSync(join(import.meta.dirname, 'records.ts'), 'utf8');
  expect(committed).toBe(generatedRecords());
});

test('wire.ts is what `npm run generate` makes of the schemas', () => {
  const committed = readFileSync(join(import.meta.dirname, 'wire.ts'), 'utf8');
  expect(committed).toBe(wireText());
});

/** Paths of the fields and types below a schema that have no words of their own. */
function undocumented(node: unknown, path: string): string[] {
  if (Array.isArray(node)) return node.flatMap((branch) => undocumented(branch, path));
  if (typeof node !== 'object' || node === null) return [];
  const { type, name, doc, fields, items, values } = node as Record<string, unknown>;
  const here = typeof name === 'string' ? `${path}/${name}` : path;
  const isField = type !== 'enum' && fields === undefined && typeof name === 'string';
  const isSilent = (isField || type === 'record') && (typeof doc !== 'string' || doc === '');
  return [
    ...(isSilent ? [here] : []),
    ...[type, fields, items, values].flatMap((below) => undocumented(below, here)),
  ];
}

test.each(schemaNames)('every record and field of %s is documented', (name) => {
  expect(undocumented(avroSchema(name), '')).toEqual([]);
});
