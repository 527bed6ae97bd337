/** The connector's configuration: environment in, a checked object out, all faults named at once. */
import { sites } from '@auction/avro/topics';
import { logLevels } from '@auction/streams/runtime/logger';
import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const positive = z.coerce.number().int().positive();
const list = z
  .string()
  .min(1)
  .transform((text) => text.split(',').map((item) => item.trim()));

/** Failures may stretch the poll interval up to this many times, unless BACKOFF_MAX_MS says else. */
const backoffIntervals = 12;
const siteNames = sites.map(({ site }) => site);

const environment = z
  .object({
    SITE: z.enum(siteNames),
    KAFKA_BROKERS: list,
    SCHEMA_REGISTRY_URL: z.url(),
    TOPIC_PREFIX: z.string().default(''),
    LOG_LEVEL: z.enum(logLevels).default('info'),
    OPS_HOST: z.string().default('127.0.0.1'),
    OPS_PORT: port,
    /** Imports must carry it in the header x-auction-token. */
    INTERNAL_TOKEN: z.string().min(16),
    /** off: files come by import only. */
    POLLING: z.enum(['on', 'off']).default('on'),
    POLL_INTERVAL_MS: positive.default(300_000),
    BACKOFF_MAX_MS: positive.optional(),
    /** Least rows of a complete file; a real one has some 150,000. */
    MINIMUM_ROWS: positive.default(1_000),
    RAW_DIR: z.string().min(1),
    FILE_BYTES_MAX: positive.default(512 * 1024 * 1024),
    CONNECT_LIMIT_MS: positive.default(10_000),
    FIRST_BYTE_LIMIT_MS: positive.default(60_000),
    STALL_LIMIT_MS: positive.default(30_000),
    BYTES_PER_SECOND_MIN: positive.default(10_000),
    COPART_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
    COPART_AUTH_KEY: z.string().min(1).optional(),
    COPART_USER_AGENT: z
      .string()
      .default('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'),
    COPART_REFERER: z.string().default('https://www.copart.com/downloadSalesData'),
  })
  .superRefine((env, context) => {
    if (env.POLLING === 'off' || env.SITE !== siteNames[0]) return;
    for (const name of ['COPART_BASE_URL', 'COPART_AUTH_KEY'] as const) {
      if (env[name] !== undefined) continue;
      context.addIssue({ code: 'custom', path: [name], message: 'needed when POLLING is on' });
    }
  });

export type ConnectorConfig = Readonly<z.infer<typeof environment> & { BACKOFF_MAX_MS: number }>;

function faultsOf({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`).join('\n');
}

/**
 * Reads the connector's configuration.
 * @throws Error that lists every missing or wrong variable, never a value
 */
export function connectorConfig(
  env: Readonly<Record<string, string | undefined>>,
): ConnectorConfig {
  const read = environment.safeParse(env);
  if (!read.success) {
    throw new Error(`the connector's configuration is wrong:\n${faultsOf(read.error)}`);
  }
  const backoff = read.data.BACKOFF_MAX_MS ?? backoffIntervals * read.data.POLL_INTERVAL_MS;
  return Object.freeze({ ...read.data, BACKOFF_MAX_MS: backoff });
}

export const processConfig = (): ConnectorConfig => connectorConfig(process.env);

const importEnvironment = z.object({
  KAFKA_BROKERS: list,
  SCHEMA_REGISTRY_URL: z.url(),
  TOPIC_PREFIX: z.string().default(''),
  INTERNAL_TOKEN: z.string().min(16),
  /** Internal ports of the connector and of the gateway. */
  CONNECTOR_URL: z.url(),
  GATEWAY_OPS_URL: z.url(),
  /** Longest time an import may take, with every restart in between. */
  IMPORT_LIMIT_MS: positive.default(900_000),
});

/** What `npm run import` must know of the running instance. */
export type ImportConfig = Readonly<z.infer<typeof importEnvironment>>;

/** @throws Error that lists every missing or wrong variable, never a value */
export function importConfig(
  env: Readonly<Record<string, string | undefined>> = process.env,
): ImportConfig {
  const read = importEnvironment.safeParse(env);
  if (read.success) return Object.freeze(read.data);
  throw new Error(`the import's configuration is wrong:\n${faultsOf(read.error)}`);
}
