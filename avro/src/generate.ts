/**
 * Writes records.ts, wire.ts and docs/topics.md from the schemas and the topic table. Run by
 * `npm run generate`; specs compare the committed files with what this makes.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { avroSchema, schemaNames } from './schemas.ts';
import { topicsDoc } from './topics-doc.ts';
import { wireText } from './wire-text.ts';

type Node = string | readonly Node[] | { readonly [key: string]: unknown };

const primitives: Readonly<Record<string, string>> = {
  null: 'null',
  boolean: 'boolean',
  int: 'number',
  long: 'number',
  float: 'number',
  double: 'number',
  bytes: 'Buffer',
  string: 'string',
};

const shortName = (name: string): string => name.split('.').at(-1) ?? name;

const docOf = (doc: unknown, indent: string): string =>
  typeof doc === 'string' ? `${indent}/** ${doc.replaceAll('*/', '*\\/')} */\n` : '';

class Generator {
  readonly #declarations = new Map<string, string>();

  typeOf(node: Node): string {
    if (typeof node === 'string') return primitives[node] ?? shortName(node);
    if (Array.isArray(node)) return node.map((branch: Node) => this.typeOf(branch)).join(' | ');
    const given = node as { readonly [key: string]: unknown };
    switch (given['type']) {
      case 'array':
        return `readonly ${this.#inBrackets(given['items'] as Node)}[]`;
      case 'map':
        return `Readonly<Record<string, ${this.typeOf(given['values'] as Node)}>>`;
      case 'enum':
        return this.#enum(given);
      case 'record':
        return this.#record(given);
      default:
        return this.typeOf(given['type'] as Node);
    }
  }

  #inBrackets(node: Node): string {
    const type = this.typeOf(node);
    return type.includes('|') ? `(${type})` : type;
  }

  #enum(node: { readonly [key: string]: unknown }): string {
    const name = String(node['name']);
    const symbols = (node['symbols'] as readonly string[]).map((symbol) => `'${symbol}'`);
    this.#declarations.set(name, `export type ${name} = ${symbols.join(' | ')};\n`);
    return name;
  }

  #record(node: { readonly [key: string]: unknown }): string {
    const name = String(node['name']);
    this.#declarations.set(name, ''); // keeps its place before the types it uses
    const fields = node['fields'] as readonly { name: string; type: Node; doc?: string }[];
    const lines = fields.map(
      (field) => `${docOf(field.doc, '  ')}  readonly ${field.name}: ${this.typeOf(field.type)};\n`,
    );
    const head = docOf(node['doc'], '');
    this.#declarations.set(name, `${head}export interface ${name} {\n${lines.join('')}}\n`);
    return name;
  }

  text(): string {
    return [...this.#declarations.values()].join('\n');
  }
}

/** Text of records.ts. Pure but for reading the schema files. */
export function generatedRecords(): string {
  const generator = new Generator();
  for (const name of schemaNames) generator.typeOf(avroSchema(name));
  const table = schemaNames.map((name) => `  readonly ${name}: ${name};\n`).join('');
  return [
    '/** Generated from ../schemas by `npm run generate`; do not edit. */\n',
    generator.text(),
    `export interface Records {\n${table}}\n`,
    'export type RecordOf<N extends keyof Records> = Records[N];\n',
  ].join('\n');
}

if (import.meta.main) {
  writeFileSync(join(import.meta.dirname, 'records.ts'), generatedRecords());
  writeFileSync(join(import.meta.dirname, 'wire.ts'), wireText());
  writeFileSync(join(import.meta.dirname, '../../docs/topics.md'), topicsDoc());
}
