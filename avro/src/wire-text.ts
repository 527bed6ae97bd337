/** Text of wire.ts: for every record of the schemas a function that writes it and one that reads it. */
import { avroSchema, schemaNames } from './schemas.ts';

type Node = string | readonly Node[] | { readonly [key: string]: unknown };
interface Field {
  readonly name: string;
  readonly type: Node;
}

const shortName = (name: string): string => name.split('.').at(-1) ?? name;
const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

const methods: Readonly<Record<string, string>> = {
  boolean: 'boolean',
  int: 'int',
  long: 'long',
  bytes: 'binary',
  string: 'string',
};

class WireText {
  /** Records and enums by name, in the order of their first use. */
  readonly #enums = new Map<string, readonly string[]>();
  readonly #records = new Map<string, readonly Field[]>();

  /** Notes every named type below. @throws for what no schema of ours uses */
  see(node: Node): void {
    if (typeof node === 'string') return;
    if (isList(node)) {
      for (const branch of node) this.see(branch);
      return;
    }
    const { type, name, fields, symbols, items, values } = node;
    if (type === 'enum') this.#enums.set(String(name), symbols as readonly string[]);
    else if (type === 'record') {
      this.#records.set(String(name), fields as readonly Field[]);
      for (const field of fields as readonly Field[]) this.see(field.type);
    } else if (type === 'array') this.see(items as Node);
    else if (type === 'map') this.see(values as Node);
    else this.see(type as Node);
  }

  /** Statement that writes a value. */
  #write(node: Node, value: string): string {
    if (typeof node === 'string') {
      const method = methods[node];
      if (method !== undefined) return `out.${method}(${value});`;
      const name = shortName(node);
      if (this.#enums.has(name)) return `out.symbol(${lowerFirst(name)}, ${value});`;
      return `write${name}(out, ${value});`;
    }
    if (isList(node)) {
      const written = this.#write(secondOf(node), value);
      return `if (${value} === null) out.byte(0);\nelse {\nout.byte(2);\n${written}\n}`;
    }
    const { type, name, items, values } = node;
    if (type === 'record' || type === 'enum') return this.#write(String(name), value);
    if (type === 'array') {
      const item = this.#write(items as Node, 'item');
      return `out.count(${value}.length);\nfor (const item of ${value}) {\n${item}\n}\nout.byte(0);`;
    }
    if (type === 'map') {
      const item = this.#write(values as Node, 'item');
      return (
        `out.count(Object.keys(${value}).length);\n` +
        `for (const [key, item] of Object.entries(${value})) {\nout.string(key);\n${item}\n}\nout.byte(0);`
      );
    }
    return this.#write(type as Node, value);
  }

  /** Expression that reads a value. */
  #read(node: Node): string {
    if (typeof node === 'string') {
      const method = methods[node];
      if (method !== undefined) return `from.${method}()`;
      const name = shortName(node);
      return this.#enums.has(name) ? `from.symbol(${lowerFirst(name)})` : `read${name}(from)`;
    }
    if (isList(node)) return `from.isNull() ? null : ${this.#read(secondOf(node))}`;
    const { type, name, items, values } = node;
    if (type === 'record' || type === 'enum') return this.#read(String(name));
    if (type === 'array') return `readArray(from, () => ${this.#read(items as Node)})`;
    if (type === 'map') return `readMap(from, () => ${this.#read(values as Node)})`;
    return this.#read(type as Node);
  }

  #record(name: string, fields: readonly Field[]): string {
    const writes = fields.map((field) => this.#write(field.type, `value.${field.name}`));
    const reads = fields.map((field) => `${field.name}: ${this.#read(field.type)},`);
    return [
      `function write${name}(out: WireWriter, value: ${name}): void {\n${writes.join('\n')}\n}`,
      `function read${name}(from: WireReader): ${name} {\nreturn {\n${reads.join('\n')}\n};\n}`,
    ].join('\n\n');
  }

  text(): string {
    const enums = [...this.#enums].map(
      ([name, symbols]) =>
        `const ${lowerFirst(name)} = new WireEnum<${name}>([${symbols.map((one) => `'${one}'`).join(', ')}]);`,
    );
    const records = [...this.#records].map(([name, fields]) => this.#record(name, fields));
    const table = schemaNames.map((name) => `${name}: { write: write${name}, read: read${name} },`);
    const names = [...this.#enums.keys(), ...this.#records.keys()].sort();
    return [
      "/** Generated from ../schemas by `npm run generate`; do not edit. Its layout is the generator's. */",
      `import type { ${names.join(', ')}, Records } from './records.ts';`,
      "import { readArray, readMap } from './wire-reader.ts';",
      "import type { WireReader } from './wire-reader.ts';",
      "import { WireEnum } from './wire-writer.ts';",
      "import type { WireWriter } from './wire-writer.ts';",
      '',
      enums.join('\n'),
      '',
      records.join('\n\n'),
      '',
      '/** How the records of a topic are written and read, by the name of their schema. */',
      'export const wire: {',
      '  readonly [N in keyof Records]: {',
      '    readonly write: (out: WireWriter, value: Records[N]) => void;',
      '    readonly read: (from: WireReader) => Records[N];',
      '  };',
      `} = {\n${table.join('\n')}\n};\n`,
    ].join('\n');
  }
}

function isList(node: Node): node is readonly Node[] {
  return Array.isArray(node);
}

/** The other branch of a union with null. @throws for any other union: no schema of ours has one */
function secondOf(union: readonly Node[]): Node {
  const [first, second, more] = union;
  if (first !== 'null' || second === undefined || more !== undefined) {
    throw new Error(`a union that is not null and one type: ${JSON.stringify(union)}`);
  }
  return second;
}

/** Two spaces for every open brace. */
function indented(text: string): string {
  let depth = 0;
  const lines = text.split('\n').map((line) => {
    if (line.startsWith('}')) depth -= 1;
    const shown = line === '' ? '' : '  '.repeat(depth) + line;
    if (line.endsWith('{')) depth += 1;
    return shown;
  });
  return lines.join('\n');
}

/** Text of wire.ts. Pure but for reading the schema files. */
export function wireText(): string {
  const text = new WireText();
  for (const name of schemaNames) text.see(avroSchema(name));
  return indented(text.text());
}
