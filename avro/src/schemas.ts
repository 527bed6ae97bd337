import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SchemaName } from './topics.ts';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
type Definition = { [key: string]: Json };

const folder = join(import.meta.dirname, '..', 'schemas');

/** Type words of the Avro specification: never references to our own types. */
const builtIn = new Set(
  'null boolean int long float double bytes string array map record enum fixed'.split(' '),
);

function isDefinition(node: Json): node is Definition {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}

function fullName(name: string, namespace: string): string {
  return name.includes('.') || namespace === '' ? name : `${namespace}.${name}`;
}

/** Name of a record, enum or fixed; undefined for every other node. */
function nameOf(node: Definition): string | undefined {
  const isNamed = node['type'] === 'record' || node['type'] === 'enum' || node['type'] === 'fixed';
  return isNamed && typeof node['name'] === 'string' ? node['name'] : undefined;
}

/** Every named type of every file, under its full name. */
function definitions(
  files: readonly Definition[],
): Map<string, { node: Definition; namespace: string }> {
  const found = new Map<string, { node: Definition; namespace: string }>();
  const visit = (node: Json, namespace: string): void => {
    if (Array.isArray(node)) for (const item of node) visit(item, namespace);
    if (!isDefinition(node)) return;
    const inside = typeof node['namespace'] === 'string' ? node['namespace'] : namespace;
    const name = nameOf(node);
    if (name !== undefined) found.set(fullName(name, inside), { node, namespace: inside });
    for (const key of ['fields', 'type', 'items', 'values']) {
      const child = node[key];
      if (child !== undefined && typeof child !== 'string') visit(child, inside);
    }
  };
  for (const file of files) visit(file, '');
  return found;
}

const files: Definition[] = readdirSync(folder)
  .filter((name) => name.endsWith('.avsc'))
  .sort()
  .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Definition);
const known = definitions(files);

function lookUp(name: string, namespace: string): string {
  const candidates = [
    fullName(name, namespace),
    fullName(name, 'auction'),
    fullName(name, 'auction.state'),
  ];
  const match = candidates.find((candidate) => known.has(candidate));
  if (match === undefined) throw new Error(`avro schema refers to unknown type ${name}`);
  return match;
}

/** Copies `node`; the first use of a named type carries its definition, later ones its full name. */
function inlined(node: Json, namespace: string, done: Set<string>): Json {
  if (typeof node === 'string') {
    if (builtIn.has(node)) return node;
    const target = lookUp(node, namespace);
    if (done.has(target)) return target;
    const definition = known.get(target);
    return definition === undefined ? node : inlined(definition.node, definition.namespace, done);
  }
  if (Array.isArray(node)) return node.map((item) => inlined(item, namespace, done));
  if (!isDefinition(node)) return node;
  const inside = typeof node['namespace'] === 'string' ? node['namespace'] : namespace;
  const name = nameOf(node);
  if (name !== undefined) done.add(fullName(name, inside));
  const copy: Definition = {};
  for (const [key, value] of Object.entries(node)) {
    if (key === 'fields' && Array.isArray(value))
      copy[key] = value.map((field) => inlinedField(field, inside, done));
    else if ((key === 'type' && name === undefined) || key === 'items' || key === 'values')
      copy[key] = inlined(value, inside, done);
    else copy[key] = value;
  }
  if (name !== undefined && inside !== '') copy['namespace'] = inside;
  return copy;
}

function inlinedField(field: Json, namespace: string, done: Set<string>): Json {
  if (!isDefinition(field)) return field;
  const type = field['type'];
  return type === undefined ? field : { ...field, type: inlined(type, namespace, done) };
}

/**
 * Self-contained Avro schema of a record, as registered: types shared between files are inlined.
 * @throws Error when no file defines the name, or a reference leads nowhere
 */
export function avroSchema(name: SchemaName): Definition {
  const file = files.find((candidate) => candidate['name'] === name);
  if (file === undefined) throw new Error(`no avro schema named ${name}`);
  return inlined(file, '', new Set()) as Definition;
}

/** Names of all top-level record schemas, in file order. */
export const schemaNames: readonly SchemaName[] = files.map((file) => file['name'] as SchemaName);
