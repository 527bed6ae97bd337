/**
 * Lint keeps directions and catches mistakes; size and taste are left to review. The table of who may
 * import whom is docs/architecture.md's; lint/fixtures holds one deliberate violation of each rule.
 */
import angular from 'angular-eslint';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** @param {string} message @param {string[]} patterns gitignore-like patterns of module names */
const never = (message, ...patterns) => ({ group: patterns, message });

const rooms = {
  avro: '@auction/avro/*',
  streams: '@auction/streams/*',
  connectors: '@auction/connectors/*',
  gateway: '@auction/gateway/*',
  web: '@auction/web/*',
};
const kafkajs = never(
  'kafkajs is imported by the kafka-* files of streams/runtime only',
  'kafkajs',
  'kafkajs/**',
);
const registry = never(
  'the registry client is imported by streams/runtime/registry.ts only',
  '@kafkajs/*',
);
const stores = never(
  'stores are reached by sinks, verify, logging, jobs and the gateway',
  'pg',
  'cassandra-driver',
  'mongodb',
);

/** @param {...{group: string[], message: string}} patterns */
const imports = (...patterns) => ({
  '@typescript-eslint/no-restricted-imports': ['error', { patterns }],
});

const environmentOnlyInConfig = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'process.env is read in config.ts only',
};
const noClock = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'time is an argument',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'time is an argument',
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'chance is an argument',
  },
];
const syntax = (...selectors) => ({ 'no-restricted-syntax': ['error', ...selectors] });

const everywhere = [
  'avro/src/**/*.ts',
  'streams/src/**/*.ts',
  'connectors/src/**/*.ts',
  'gateway/src/**/*.ts',
  'deploy/local/**/*.ts',
  'bench/**/*.ts',
  'lint/**/*.ts',
];
const specs = ['**/*.spec.ts', '**/testing/**/*.ts', '**/*-contract.ts'];

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      '**/.angular/',
      '.data/',
      'coverage/',
      'avro/src/records.ts',
      'avro/src/wire.ts',
      'web/e2e/output/',
    ],
  },
  {
    files: [...everywhere, 'web/**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, prettier],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      // Ports answer promises; an implementation that has nothing to wait for is no mistake.
      '@typescript-eslint/require-await': 'off',
      'no-restricted-syntax': ['error', environmentOnlyInConfig],
    },
  },
  // avro: the contract imports nothing of ours.
  {
    files: ['avro/src/**/*.ts'],
    rules: imports(
      never(
        'avro imports none of our rooms',
        ...Object.values(rooms).filter((room) => room !== rooms.avro),
      ),
      kafkajs,
      registry,
      stores,
    ),
  },
  // streams/domain: pure.
  {
    files: ['streams/src/domain/**/*.ts'],
    ignores: specs,
    rules: {
      ...imports(
        never('the domain does no I/O', 'node:*'),
        never(
          'the domain imports only itself (and luxon, which is pure with a given instant)',
          '@auction/**',
          '../runtime/*',
          '../pipeline/*',
          '../sinks/*',
          '../testing/*',
          '../verify/*',
        ),
        kafkajs,
        registry,
        stores,
      ),
      ...syntax(environmentOnlyInConfig, ...noClock, {
        selector: ':function[async=true]',
        message: 'the domain is synchronous',
      }),
      'no-restricted-globals': [
        'error',
        'process',
        'Buffer',
        'console',
        'setTimeout',
        'setInterval',
        'setImmediate',
        'fetch',
      ],
    },
  },
  {
    files: ['streams/src/pipeline/**/*.ts'],
    ignores: specs,
    rules: {
      ...imports(
        never('the pipeline knows no stores and no sinks', '../sinks/*', '../verify/*'),
        kafkajs,
        registry,
        stores,
      ),
      ...syntax(environmentOnlyInConfig, ...noClock),
    },
  },
  {
    files: ['streams/src/runtime/**/*.ts'],
    ignores: [
      ...specs,
      'streams/src/runtime/kafka*.ts',
      'streams/src/runtime/partition-reader.ts',
      'streams/src/runtime/zstd-codec.ts',
      'streams/src/runtime/registry.ts',
    ],
    rules: imports(
      never(
        'the runtime knows nothing of auctions',
        '../domain/*',
        '../pipeline/*',
        '../sinks/*',
        '../verify/*',
      ),
      kafkajs,
      registry,
      stores,
    ),
  },
  {
    files: ['streams/src/sinks/**/*.ts'],
    ignores: specs,
    rules: imports(
      never('a sink knows no rules', '../domain/*', '../pipeline/*', '../verify/*'),
      kafkajs,
      registry,
    ),
  },
  {
    files: ['streams/src/logging/**/*.ts'],
    ignores: specs,
    rules: imports(
      never(
        'logging is for every service: it knows none of them',
        '../domain/*',
        '../pipeline/*',
        '../sinks/*',
        '../verify/*',
      ),
      kafkajs,
      registry,
    ),
  },
  {
    files: ['streams/src/archive/**/*.ts'],
    ignores: specs,
    rules: imports(
      never('the archive runs no processor', '../pipeline/*', '../verify/*'),
      kafkajs,
      registry,
    ),
  },
  {
    files: ['connectors/src/**/*.ts'],
    ignores: specs,
    rules: imports(
      never(
        'connectors know streams/runtime only',
        '@auction/streams/domain/**',
        '@auction/streams/pipeline/**',
        '@auction/streams/sinks/**',
        '@auction/streams/verify/**',
        rooms.gateway,
      ),
      kafkajs,
      registry,
      stores,
    ),
  },
  {
    files: ['connectors/src/*/client.ts'],
    rules: imports(
      never(
        'a client never knows that it talks to a simulator',
        '**/simulator*',
        '@auction/streams/simulation/**',
      ),
      never(
        'connectors know streams/runtime only',
        '@auction/streams/domain/**',
        '@auction/streams/pipeline/**',
        '@auction/streams/sinks/**',
        rooms.gateway,
      ),
      kafkajs,
      registry,
      stores,
    ),
  },
  {
    files: ['gateway/src/**/*.ts'],
    ignores: specs,
    rules: imports(
      never(
        'the gateway holds no rules',
        '@auction/streams/domain/**',
        '@auction/streams/pipeline/**',
        '@auction/streams/sinks/**',
        '@auction/streams/verify/**',
        '@auction/connectors/**',
      ),
      kafkajs,
      registry,
    ),
  },
  {
    files: ['gateway/src/{contract,schema-parts,site-reports,board-*,logs-contract}.ts'],
    rules: imports(
      never('the contract is read by the web compiler too: no relative imports', './*', '../*'),
      kafkajs,
      registry,
      stores,
    ),
  },
  {
    files: ['deploy/local/**/*.ts'],
    ignores: specs,
    rules: imports(
      never(
        'the launcher starts processes; of the rooms it reads only configuration and the topic table',
        '@auction/streams/*',
        '!@auction/streams/config',
        '@auction/connectors/*',
        '!@auction/connectors/config',
        '@auction/gateway/*',
        '!@auction/gateway/config',
      ),
      kafkajs,
      registry,
    ),
  },
  // Configuration is the one reader of the environment; specs and measurements set up processes.
  {
    files: ['**/config.ts', '**/testing/backends.ts', 'bench/**/*.ts', ...specs],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: [...specs],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  {
    files: ['web/src/**/*.ts'],
    extends: [...angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
    rules: {
      ...imports(
        {
          group: ['@auction/gateway/contract'],
          allowTypeImports: true,
          message: 'web imports only types of the contract',
        },
        never(
          'web imports only types of the gateway contract',
          rooms.avro,
          rooms.streams,
          rooms.connectors,
          '@auction/gateway/*',
          '!@auction/gateway/contract',
        ),
      ),
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@angular-eslint/directive-selector': [
        'error',
        { type: 'attribute', prefix: 'am', style: 'camelCase' },
      ],
      '@angular-eslint/component-selector': [
        'error',
        { type: 'element', prefix: 'am', style: 'kebab-case' },
      ],
    },
  },
  {
    files: ['web/src/**/*.html'],
    extends: [...angular.configs.templateRecommended, ...angular.configs.templateAccessibility],
  },
);
