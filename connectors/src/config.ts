/** The connectors' configuration: environment in, checked objects out, all faults named at once. */
import { sites } from '@auction/avro/topics';
import type { Site } from '@auction/avro/topics';
import { logLevels } from '@auction/streams/runtime/logger';
import { z } from 'zod';
import { knownSites } from './sites.ts';

const port = z.coerce.number().int().min(0).max(65_535);
const positive = z.coerce.number().int().positive();
const list = z
  .string()
  .min(1)
  .transform((text) => text.split(',').map((item) => item.trim()));

/** Failures may stretch the poll interval up to this many times, unless BACKOFF_MAX_MS says else. */
const backoffIntervals = 12;
const siteNames = sites.map(({ site }) => site);

/** Of the process, whatever sites it serves. */
const processEnvironment = z.object({
  /** Sites of this process, by comma: one in production, where each has its own. */
  SITE: list.pipe(z.array(z.enum(siteNames)).min(1)),
  KAFKA_BROKERS: list,
  SCHEMA_REGISTRY_URL: z.url(),
  TOPIC_PREFIX: z.string().default(''),
  LOG_LEVEL: z.enum(logLevels).default('info'),
  OPS_HOST: z.string().default('127.0.0.1'),
  OPS_PORT: port,
  /** Imports must carry it in the header x-auction-token. */
  INTERNAL_TOKEN: z.string().min(16),
  /** Opens users' tokens: PKCS#8 of an X25519 key in base64url; needed where bids are placed. */
  SITE_TOKEN_KEY: z.string().optional(),
  /** The searchable copy of the log lines; without it they stand on stdout only. */
  MONGO_URL: z.url({ protocol: /^mongodb(\+srv)?$/ }).optional(),
  RAW_DIR: z.string().min(1),
  FILE_BYTES_MAX: positive.default(512 * 1024 * 1024),
  CONNECT_LIMIT_MS: positive.default(10_000),
  FIRST_BYTE_LIMIT_MS: positive.default(60_000),
  STALL_LIMIT_MS: positive.default(30_000),
  /** Between two questions for events that did not reach us, of sites that push. */
  REPLAY_INTERVAL_MS: positive.default(30_000),
  BYTES_PER_SECOND_MIN: positive.default(10_000),
});

/** Of one site; `GSA_POLL_INTERVAL_MS` goes before `POLL_INTERVAL_MS`. */
const siteEnvironment = z.object({
  /** off: files come by import only. */
  POLLING: z.enum(['on', 'off']).default('on'),
  POLL_INTERVAL_MS: positive.optional(),
  BACKOFF_MAX_MS: positive.optional(),
  /** Least rows of a complete file. */
  MINIMUM_ROWS: positive.optional(),
  /** Token bucket: tokens a second, and tokens of a full bucket. */
  RATE_PER_SECOND: z.coerce.number().positive().max(1_000).optional(),
  RATE_BURST: positive.max(1_000).optional(),
});

export interface SiteConfig {
  readonly site: Site;
  readonly isPolling: boolean;
  readonly pollIntervalMs: number;
  readonly backoffMaxMs: number;
  readonly rowsMin: number;
  readonly perSecond: number;
  readonly burst: number;
  /** The environment, for the site's own settings. */
  readonly environment: Environment;
}

export type ConnectorConfig = Readonly<
  z.infer<typeof processEnvironment> & { sites: readonly SiteConfig[] }
>;
type Environment = Readonly<Record<string, string | undefined>>;

const faultLines = ({ issues }: z.ZodError, prefix = ''): string[] =>
  issues.map(({ path, message }) => `  ${prefix}${path.join('.')}: ${message}`);

/**
 * Reads the configuration of a connector process.
 * @throws Error that lists every missing or wrong variable, never a value
 */
export function connectorConfig(env: Environment): ConnectorConfig {
  const read = processEnvironment.safeParse(env);
  const faults = read.success ? [] : faultLines(read.error);
  const configs = (read.data?.SITE ?? []).map((site) => siteConfig(site, env, faults));
  if (read.success && faults.length === 0) return Object.freeze({ ...read.data, sites: configs });
  throw new Error(`the connector's configuration is wrong:\n${faults.join('\n')}`);
}

/** @param faults what is wrong is added here */
function siteConfig(site: Site, environment: Environment, faults: string[]): SiteConfig {
  const { settings, needed, defaults } = knownSites[site];
  const prefix = `${site.toUpperCase()}_`;
  const names = Object.keys(siteEnvironment.shape);
  const own = names.map((name) => [name, environment[prefix + name] ?? environment[name]]);
  const read = siteEnvironment.safeParse(Object.fromEntries(own));
  if (!read.success) faults.push(...faultLines(read.error));
  const given = settings.safeParse(environment);
  if (!given.success) faults.push(...faultLines(given.error));
  const isPolling = read.data?.POLLING !== 'off';
  for (const one of isPolling ? needed : []) {
    const names = [one].flat();
    if (names.some((name) => environment[name] !== undefined)) continue;
    faults.push(`  ${names.join(' or ')}: needed when POLLING is on`);
  }
  const pollIntervalMs = read.data?.POLL_INTERVAL_MS ?? defaults.pollIntervalMs;
  return Object.freeze({
    site,
    isPolling,
    pollIntervalMs,
    backoffMaxMs: read.data?.BACKOFF_MAX_MS ?? backoffIntervals * pollIntervalMs,
    rowsMin: read.data?.MINIMUM_ROWS ?? defaults.rowsMin,
    perSecond: read.data?.RATE_PER_SECOND ?? defaults.perSecond,
    burst: read.data?.RATE_BURST ?? defaults.burst,
    environment,
  });
}

export const processConfig = (): ConnectorConfig => connectorConfig(process.env);

const importEnvironment = z.object({
  KAFKA_BROKERS: list,
  SCHEMA_REGISTRY_URL: z.url(),
  TOPIC_PREFIX: z.string().default(''),
  INTERNAL_TOKEN: z.string().min(16),
  /** Internal ports of the connectors and of the gateway. */
  CONNECTOR_URL: z.url(),
  /** Of sites that are served elsewhere: `gsa=http://…,bat=http://…`. */
  CONNECTOR_URLS: z
    .string()
    .default('')
    .transform((text) => new Map(text.split(',').map((pair) => splitOnce(pair.trim(), '=')))),
  GATEWAY_OPS_URL: z.url(),
  /** Longest time an import may take, with every restart in between. */
  IMPORT_LIMIT_MS: positive.default(900_000),
});

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}

/** What `npm run import` must know of the running instance. */
export type ImportConfig = Readonly<z.infer<typeof importEnvironment>>;

/** @throws Error that lists every missing or wrong variable, never a value */
export function importConfig(env: Environment = process.env): ImportConfig {
  const read = importEnvironment.safeParse(env);
  if (read.success) return Object.freeze(read.data);
  throw new Error(`the import's configuration is wrong:\n${faultLines(read.error).join('\n')}`);
}
