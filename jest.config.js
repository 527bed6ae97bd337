/** One Jest project per room; `*.int.spec.ts` (real servers) are a selection of their own, run in band. */
const transform = {
  '^.+\\.tsx?$': [
    '@swc/jest',
    { jsc: { target: 'es2024', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
  ],
};
const integration = process.env.TEST_LEVEL === 'int';

const room = (name, root = name) => ({
  displayName: name,
  rootDir: import.meta.dirname,
  roots: [`<rootDir>/${root}`],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform,
  testMatch: integration ? ['**/*.int.spec.ts'] : ['**/*.spec.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    '/.data/',
    '/dist/',
    ...(integration ? [] : ['\\.int\\.spec\\.ts$']),
    '\\.e2e\\.spec\\.ts$',
  ],
  modulePathIgnorePatterns: ['<rootDir>/.data', '<rootDir>/web/dist'],
});

export default {
  testTimeout: integration ? 120_000 : 15_000, // a global option: projects cannot set it
  projects: [
    room('avro', 'avro/src'),
    room('streams', 'streams/src'),
    room('connectors', 'connectors/src'),
    room('gateway', 'gateway/src'),
    room('deploy', 'deploy/local'),
    room('bench', 'bench'),
    room('lint', 'lint'),
    ...(integration ? [] : ['<rootDir>/web']),
  ],
};
