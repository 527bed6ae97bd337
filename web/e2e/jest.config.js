/**
 * Journeys in a real browser against a running instance: AUCTION_URL says where it is.
 * CHROMIUM names another browser binary than Debian's.
 */
export default {
  displayName: 'e2e',
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  testMatch: ['**/*.e2e.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2024', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  testTimeout: 120_000,
  maxWorkers: 1,
};
