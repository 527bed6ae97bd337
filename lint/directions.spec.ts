import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { violations } from './fixtures/violations.ts';

const root = resolve(import.meta.dirname, '..');

/** Directions need no type information, and the fixtures are no files a project knows. */
const eslint = new ESLint({
  cwd: root,
  overrideConfig: [
    tseslint.configs.disableTypeChecked,
    { languageOptions: { parserOptions: { projectService: false, project: false } } },
  ] as ESLint.Options['overrideConfig'],
});

describe('lint keeps the directions', () => {
  test.each(violations)('$path: $code', async ({ path, code, says }) => {
    const [result] = await eslint.lintText(`${code}\n`, { filePath: join(root, path) });
    const messages = result?.messages.map(({ message }) => message) ?? [];
    expect(messages).toEqual(expect.arrayContaining([expect.stringContaining(says)]));
  });
});

const rooms = [
  'avro/src',
  'streams/src',
  'connectors/src',
  'gateway/src',
  'deploy/local',
  'web/src',
];

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return path.endsWith('.ts') ? [path] : [];
  });
}

/** Files a file imports at run time; `import type` vanishes and may point anywhere. */
function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const found = text.matchAll(/^(?:import|export)\s(?!type\s)[^;'"]*?['"]([^'"]+)['"]/gm);
  return [...found].flatMap(([, name = '']) => {
    const room = /^@auction\/(\w+)\/(.+)$/.exec(name);
    if (room) return [join(root, room[1] ?? '', 'src', `${room[2] ?? ''}.ts`)];
    if (!name.startsWith('.')) return [];
    return [join(dirname(file), name.endsWith('.ts') ? name : `${name}.ts`)];
  });
}

/** First cycle found, as a list of files; undefined when there is none. */
function cycleIn(graph: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const visit = (file: string, path: string[]): string[] | undefined => {
    const seenAt = path.indexOf(file);
    if (seenAt >= 0) return [...path.slice(seenAt), file];
    if (done.has(file)) return undefined;
    done.add(file);
    for (const next of graph.get(file) ?? []) {
      const cycle = visit(next, [...path, file]);
      if (cycle) return cycle;
    }
    return undefined;
  };
  for (const file of graph.keys()) {
    const cycle = visit(file, []);
    if (cycle) return cycle;
  }
  return undefined;
}

describe('imports', () => {
  test('a planted cycle is found', () => {
    const graph = new Map([
      ['a', ['b']],
      ['b', ['c', 'd']],
      ['c', []],
      ['d', ['a']],
    ]);
    expect(cycleIn(graph)).toEqual(['a', 'b', 'd', 'a']);
  });

  test('no file imports itself by a detour', () => {
    const files = rooms.flatMap((room) => sources(join(root, room)));
    const graph = new Map(files.map((file) => [file, importsOf(file)]));
    expect(files.length).toBeGreaterThan(50);
    expect(cycleIn(graph)?.map((file) => relative(root, file))).toBeUndefined();
  });
});
