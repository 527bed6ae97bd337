/** Configuration of the stream processes: environment -> checked, frozen object; all faults at once. */
import { z } from 'zod';
import { logLevels } from './runtime/logger.ts';
import type { LogLevel } from './runtime/logger.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const list = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
const port = z.coerce.number().int().min(0).max(65_535);
const days = z.coerce.number().int().min(1).max(36_500);
const url = (protocol: RegExp, what: string) =>
  z.url({ protocol, error: `must be a URL like ${what}` });

const schema = z.object({
  KAFKA_BROKERS: z
    .string({ error: 'is missing: host:port of the brokers, separated by commas' })
    .transform(list)
    .pipe(z.array(z.string()).min(1)),
  SCHEMA_REGISTRY_URL: url(/^https?$/, 'http://host:port/apis/ccompat/v7'),
  TOPIC_PREFIX: z
    .string()
    .regex(/^[a-z0-9.-]*$/)
    .default(''),
  LOG_LEVEL: z.enum(logLevels).default('info'),
  OPS_HOST: z.string().min(1).default('127.0.0.1'),
  OPS_PORT: port.default(0),
  POSTGRES_URL: url(/^postgres(ql)?$/, 'postgres://user:password@host:port/database').optional(),
  /** Internal ports of the connectors: `ebay=http://…,gsa=http://…`. */
  CONNECTOR_URLS: z.string().optional().transform(list),
  INTERNAL_TOKEN: z.string().min(16).optional(),
  MONGO_URL: url(/^mongodb(\+srv)?$/, 'mongodb://host:port/database').optional(),
  CASSANDRA_CONTACT_POINTS: z.string().optional().transform(list),
  CASSANDRA_DATACENTER: z.string().min(1).default('datacenter1'),
  CASSANDRA_KEYSPACE: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,47}$/)
    .default('auction'),
  ARCHIVE_DIR: z.string().min(1).optional(),
  ARCHIVE_AFTER_DAYS: days.optional(),
  ARCHIVE_EVERY_MINUTES: z.coerce.number().int().min(1).max(1_440).default(60),
  ARCHIVE_RESTORED_DAYS: days.default(7),
  ARCHIVE_LOGS: z.enum(['on', 'off']).default('off'),
  LOGS_APPLICATION_DAYS: days.default(30),
  LOGS_AUDIT_DAYS: days.default(2_557),
  /** `https://host/bucket` or `https://host/bucket/folder` */
  ARCHIVE_S3_URL: url(/^https?$/, 'https://host/bucket').optional(),
  ARCHIVE_S3_REGION: z.string().min(1).default('us-east-1'),
  ARCHIVE_S3_KEY_ID: z.string().min(1).optional(),
  ARCHIVE_S3_SECRET: z.string().min(1).optional(),
});

export interface Config {
  readonly kafkaBrokers: readonly string[];
  readonly schemaRegistryUrl: string;
  /** Stands before every topic, group and subject; '' in production. */
  readonly topicPrefix: string;
  readonly logLevel: LogLevel;
  readonly opsHost: string;
  /** 0: any free port. */
  readonly opsPort: number;
  /** Needed by Postgres sinks and checks only. */
  readonly postgresUrl: string | undefined;
  /** Internal ports of the connectors, by site; needed by place-bids only. */
  readonly connectorUrls: ReadonlyMap<string, string>;
  /** What connectors want to be shown; needed by place-bids only. */
  readonly internalToken: string | undefined;
  /** Holds audit and the searchable copy of the logs; undefined: this installation has none. */
  readonly mongoUrl: string | undefined;
  /** Needed by Cassandra sinks and checks only. */
  readonly cassandra:
    | {
        readonly contactPoints: readonly string[];
        readonly datacenter: string;
        readonly keyspace: string;
      }
    | undefined;
  /** What is archived by itself, and how often it is looked after. */
  readonly archivePolicy: {
    /** Days after their end lots go; undefined: only by command. */
    readonly afterDays: number | undefined;
    /** Logs go by their kind's retention, see logDays. */
    readonly logs: boolean;
    readonly everyMinutes: number;
    /** How long what was brought back stays. */
    readonly restoredDays: number;
  };
  /** How long logs of each kind stay in MongoDB at least, days; older ones may be archived. */
  readonly logDays: { readonly application: number; readonly audit: number };
  /** Where the month files are; needed by the archiver only. A bucket goes before a folder. */
  readonly archive:
    | { readonly folder: string }
    | {
        readonly bucket: {
          readonly url: string;
          readonly region: string;
          readonly keyId: string;
          readonly secret: string;
        };
      }
    | undefined;
}

/** @throws Error when a bucket is named without its keys */
function archiveIn(values: z.infer<typeof schema>): Config['archive'] {
  const { ARCHIVE_DIR: folder, ARCHIVE_S3_URL: bucketUrl, ARCHIVE_S3_REGION: region } = values;
  if (bucketUrl === undefined) return folder === undefined ? undefined : { folder };
  const { ARCHIVE_S3_KEY_ID: keyId, ARCHIVE_S3_SECRET: secret } = values;
  if (keyId === undefined || secret === undefined) {
    throw new Error(
      'configuration is not usable:\n  ARCHIVE_S3_URL: needs ARCHIVE_S3_KEY_ID and ARCHIVE_S3_SECRET',
    );
  }
  return { bucket: { url: bucketUrl, region, keyId, secret } };
}

/** `ebay=http://…` */
function siteAndUrl(text: string): [string, string] {
  const at = text.indexOf('=');
  return [text.slice(0, at), text.slice(at + 1)];
}

/** @throws Error that names every faulty variable */
export function parseConfig(environment: Environment): Config {
  const parsed = schema.safeParse(environment);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new Error(`configuration is not usable:\n  ${faults.join('\n  ')}`);
  }
  const values = parsed.data;
  return Object.freeze({
    kafkaBrokers: values.KAFKA_BROKERS,
    schemaRegistryUrl: values.SCHEMA_REGISTRY_URL,
    topicPrefix: values.TOPIC_PREFIX,
    logLevel: values.LOG_LEVEL,
    opsHost: values.OPS_HOST,
    opsPort: values.OPS_PORT,
    postgresUrl: values.POSTGRES_URL,
    connectorUrls: new Map(values.CONNECTOR_URLS.map(siteAndUrl)),
    internalToken: values.INTERNAL_TOKEN,
    archive: archiveIn(values),
    logDays: { application: values.LOGS_APPLICATION_DAYS, audit: values.LOGS_AUDIT_DAYS },
    archivePolicy: {
      afterDays: values.ARCHIVE_AFTER_DAYS,
      logs: values.ARCHIVE_LOGS === 'on',
      everyMinutes: values.ARCHIVE_EVERY_MINUTES,
      restoredDays: values.ARCHIVE_RESTORED_DAYS,
    },
    mongoUrl: values.MONGO_URL,
    cassandra:
      values.CASSANDRA_CONTACT_POINTS.length === 0
        ? undefined
        : {
            contactPoints: values.CASSANDRA_CONTACT_POINTS,
            datacenter: values.CASSANDRA_DATACENTER,
            keyspace: values.CASSANDRA_KEYSPACE,
          },
  });
}

/** The configuration of this process. */
export const readConfig = (): Config => parseConfig(process.env);

/**
 * Where the gateway answers everybody, and internally; only reports ask it.
 * @throws Error when GATEWAY_URL or GATEWAY_OPS_URL is missing or no URL
 */
export function readGatewayUrls(environment: Environment = process.env): {
  readonly board: string;
  readonly ops: string;
} {
  const read = (name: string): string => {
    const parsed = url(/^https?$/, 'http://host:port').safeParse(environment[name]);
    if (!parsed.success) throw new Error(`${name}: must be a URL like http://host:port`);
    return parsed.data;
  };
  return { board: read('GATEWAY_URL'), ops: read('GATEWAY_OPS_URL') };
}
