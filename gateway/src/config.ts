/** The gateway's configuration: environment -> checked, frozen object. The only reader of the environment. */
import { z } from 'zod';
import type { ConnectorPorts } from './sites/connectors.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const port = z.coerce.number().int().min(0).max(65_535);
const url = (...protocols: string[]) =>
  z.url({
    protocol: new RegExp(`^(${protocols.join('|')})$`),
    error: `must be a ${protocols[0] ?? ''} URL`,
  });
const origin = z.string().refine((text) => URL.canParse(text) && new URL(text).origin === text, {
  error: 'must be a list of origins like https://auction.example, without a path',
});
const list = (text: string | undefined) =>
  (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** `gsa=http://127.0.0.1:9451` */
const siteUrl = z
  .string()
  .regex(/^[a-z0-9-]+=https?:\/\//, { error: 'must be a list like gsa=http://host:port' })
  .transform((text) => {
    const at = text.indexOf('=');
    return [text.slice(0, at), text.slice(at + 1)] as const;
  });

const Schema = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port.default(8080),
  OPS_HOST: z.string().min(1).default('127.0.0.1'),
  OPS_PORT: port.default(9080),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  KAFKA_BROKERS: z.string().transform(list).pipe(z.array(z.string()).min(1)),
  SCHEMA_REGISTRY_URL: url('http', 'https'),
  TOPIC_PREFIX: z.string().default(''),
  /** As the role that owns nothing (app-role.ts); the owner's POSTGRES_URL is for the migration only. */
  POSTGRES_APP_URL: url('postgres', 'postgresql'),
  CASSANDRA_CONTACT_POINTS: z.string().optional().transform(list),
  CASSANDRA_DATACENTER: z.string().min(1).default('datacenter1'),
  CASSANDRA_KEYSPACE: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,47}$/)
    .default('auction'),
  /** Audit and log lines to read, and the searchable copy of the own ones. */
  MONGO_URL: url('mongodb', 'mongodb\\+srv').optional(),
  /** Folder of the built web app; without one a placeholder page is served. */
  WEB_DIR: z.string().optional(),
  /** Origins pages may come from, separated by commas; on loopback the own address is allowed anyway. */
  ALLOWED_ORIGINS: z.string().optional().transform(list).pipe(z.array(origin)),
  /** Exact number of proxies in front: that many addresses of X-Forwarded-For are believed. */
  PROXY_HOPS: z.coerce.number().int().min(0).max(5).default(0),
  API_REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).default(600),
  /** Internal ports of the connectors: `CONNECTOR_URL`, and `gsa=http://…,bat=http://…` for others. */
  CONNECTOR_URL: url('http', 'https').optional(),
  CONNECTOR_URLS: z.string().optional().transform(list).pipe(z.array(siteUrl)),
  /** What the connectors want to see of whoever calls their internal port. */
  INTERNAL_TOKEN: z.string().min(16).optional(),
  /** Server that takes our mail; its user and password stand in the URL. */
  SMTP_URL: url('smtp', 'smtps'),
  MAIL_FROM: z.string().min(3).default('Auction Manager <no-reply@localhost>'),
  /** Where links in mails lead; the first allowed origin when it is not set. */
  PUBLIC_URL: origin.optional(),
  /** 1: accounts with known passwords on a fresh database; on loopback only. */
  DEMO_ACCOUNTS: z.enum(['0', '1']).default('0'),
  /** Sites whose bid API is switched on at their connector, separated by commas. */
  PLACEMENT_SITES: z.string().optional().transform(list),
  /** Seals users' tokens of those sites: SPKI of an X25519 key in base64url. */
  SITE_SEAL_KEY: z.string().optional(),
  /** `ebay=prefix`: demo accounts are connected to made-up sites by prefix and organisation. */
  DEMO_SITE_TOKENS: z.string().optional().transform(list),
  /** 32 bytes in base64url: signs our pushes (VAPID); without it none are sent. */
  VAPID_PRIVATE_KEY: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43}$/)
    .optional(),
  /** By which push services reach the operator. */
  PUSH_CONTACT: z
    .string()
    .regex(/^(mailto:|https:)/)
    .default('mailto:operator@localhost'),
  SOCKETS_PER_SESSION: z.coerce.number().int().min(1).default(8),
  SOCKETS_PER_ADDRESS: z.coerce.number().int().min(1).default(20),
  /** Between two looks at the sessions of open sockets. */
  SESSION_SWEEP_MS: z.coerce.number().int().min(100).default(60_000),
});

type Values = z.infer<typeof Schema>;

export interface Config {
  readonly host: string;
  readonly port: number;
  readonly opsHost: string;
  readonly opsPort: number;
  readonly logLevel: Values['LOG_LEVEL'];
  readonly kafkaBrokers: readonly string[];
  readonly schemaRegistryUrl: string;
  readonly topicPrefix: string;
  readonly postgresAppUrl: string;
  /** undefined: this deployment has no Cassandra, histories answer 503. */
  readonly cassandra:
    | {
        readonly contactPoints: readonly string[];
        readonly datacenter: string;
        readonly keyspace: string;
      }
    | undefined;
  /** undefined: this deployment has no MongoDB; audit and logs answer 503. */
  readonly mongoUrl: string | undefined;
  readonly webDir: string | undefined;
  readonly allowedOrigins: readonly string[];
  /** Cookies carry Secure and the __Host- prefix; false only on loopback over plain http. */
  readonly secureCookies: boolean;
  readonly proxyHops: number;
  readonly apiRequestsPerMinute: number;
  /** undefined: this installation has no connectors the gateway could reach. */
  readonly connectors: ConnectorPorts | undefined;
  readonly smtpUrl: string;
  readonly mailFrom: string;
  readonly publicUrl: string;
  readonly demoAccounts: boolean;
  readonly placementSites: readonly string[];
  readonly siteSealKey: string | undefined;
  /** By site. */
  readonly demoSiteTokens: ReadonlyMap<string, string>;
  /** undefined: no pushes are sent. */
  readonly push: { readonly privateKey: string; readonly contact: string } | undefined;
  readonly socketsPerSession: number;
  readonly socketsPerAddress: number;
  /** Between two looks at the sessions of open sockets, ms. */
  readonly sweepMs: number;
}

const pairOf = (text: string): [string, string] => {
  const [name = '', value = ''] = text.split('=');
  return [name, value];
};

const loopbackHosts = ['127.0.0.1', 'localhost', '::1'];
const isLoopbackOrigin = (of: string) =>
  loopbackHosts.includes(new URL(of).hostname.replace(/^\[|\]$/g, ''));

/**
 * @param environment names as in docs/reference.md
 * @throws one error that lists every fault
 */
export function readConfig(environment: Environment = process.env): Config {
  const parsed = Schema.safeParse(blanksLeftOut(environment));
  if (!parsed.success) throw faultsOf(parsed.error);
  const values = parsed.data;
  const loopback = loopbackHosts.includes(values.HOST);
  const own = loopback ? ownOrigins(values.PORT) : [];
  const allowedOrigins = [...new Set([...own, ...values.ALLOWED_ORIGINS])];
  const faults = originFaults(allowedOrigins, loopback);
  const secureCookies = !(loopback && values.ALLOWED_ORIGINS.every((of) => of.startsWith('http:')));
  const namesConnectors = values.CONNECTOR_URL !== undefined || values.CONNECTOR_URLS.length > 0;
  if (namesConnectors && values.INTERNAL_TOKEN === undefined) {
    faults.push('INTERNAL_TOKEN: the connectors let nobody in without it');
  }
  if (values.DEMO_ACCOUNTS === '1' && secureCookies) {
    faults.push('DEMO_ACCOUNTS: passwords everybody knows are for plain http on loopback only');
  }
  if (values.PLACEMENT_SITES.length > 0 && values.SITE_SEAL_KEY === undefined) {
    faults.push('SITE_SEAL_KEY: needed where PLACEMENT_SITES names a site');
  }
  if (faults.length > 0) throw new ConfigError(faults);
  return Object.freeze({
    host: values.HOST,
    port: values.PORT,
    opsHost: values.OPS_HOST,
    opsPort: values.OPS_PORT,
    logLevel: values.LOG_LEVEL,
    kafkaBrokers: values.KAFKA_BROKERS,
    schemaRegistryUrl: values.SCHEMA_REGISTRY_URL,
    topicPrefix: values.TOPIC_PREFIX,
    postgresAppUrl: values.POSTGRES_APP_URL,
    cassandra: cassandraOf(values),
    mongoUrl: values.MONGO_URL,
    webDir: values.WEB_DIR,
    allowedOrigins,
    secureCookies,
    proxyHops: values.PROXY_HOPS,
    apiRequestsPerMinute: values.API_REQUESTS_PER_MINUTE,
    connectors: connectorsOf(values),
    smtpUrl: values.SMTP_URL,
    mailFrom: values.MAIL_FROM,
    publicUrl: values.PUBLIC_URL ?? allowedOrigins[0] ?? '',
    demoAccounts: values.DEMO_ACCOUNTS === '1',
    placementSites: values.PLACEMENT_SITES,
    siteSealKey: values.SITE_SEAL_KEY,
    demoSiteTokens: new Map(values.DEMO_SITE_TOKENS.map(pairOf)),
    push:
      values.VAPID_PRIVATE_KEY === undefined
        ? undefined
        : { privateKey: values.VAPID_PRIVATE_KEY, contact: values.PUSH_CONTACT },
    socketsPerSession: values.SOCKETS_PER_SESSION,
    socketsPerAddress: values.SOCKETS_PER_ADDRESS,
    sweepMs: values.SESSION_SWEEP_MS,
  });
}

/** For the one-shot migration, which needs nothing else. @throws ConfigError */
export function readPostgresUrls(environment: Environment = process.env): {
  readonly postgresUrl: string;
  readonly postgresAppUrl: string;
} {
  const wanted = z.object({
    POSTGRES_URL: url('postgres', 'postgresql'),
    POSTGRES_APP_URL: Schema.shape.POSTGRES_APP_URL,
  });
  const parsed = wanted.safeParse(environment);
  if (!parsed.success) throw faultsOf(parsed.error);
  return { postgresUrl: parsed.data.POSTGRES_URL, postgresAppUrl: parsed.data.POSTGRES_APP_URL };
}

const faultsOf = (error: z.ZodError) =>
  new ConfigError(error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`));

/** Refused configuration; the message has one line per fault. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(faults: readonly string[]) {
    super(`the environment is not usable:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  }
}

/** An empty variable means: not set. */
const blanksLeftOut = (environment: Environment) =>
  Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );

const ownOrigins = (ownPort: number) =>
  loopbackHosts.map((host) => `http://${host.includes(':') ? `[${host}]` : host}:${ownPort}`);

/** Plain http is for loopback only: a session cookie must not cross a network in the clear. */
function originFaults(allowedOrigins: readonly string[], loopback: boolean): string[] {
  if (allowedOrigins.length === 0) {
    return ['ALLOWED_ORIGINS: must name the origins pages come from when HOST is not loopback'];
  }
  return allowedOrigins
    .filter((of) => of.startsWith('http:') && !(loopback && isLoopbackOrigin(of)))
    .map((of) => `ALLOWED_ORIGINS: ${of} is plain http, which is for loopback only; use https`);
}

function connectorsOf({
  CONNECTOR_URL,
  CONNECTOR_URLS,
  INTERNAL_TOKEN,
}: Values): ConnectorPorts | undefined {
  if (INTERNAL_TOKEN === undefined) return undefined;
  return { url: CONNECTOR_URL, urls: new Map(CONNECTOR_URLS), token: INTERNAL_TOKEN };
}

function cassandraOf(values: Values): Config['cassandra'] {
  if (values.CASSANDRA_CONTACT_POINTS.length === 0) return undefined;
  return {
    contactPoints: values.CASSANDRA_CONTACT_POINTS,
    datacenter: values.CASSANDRA_DATACENTER,
    keyspace: values.CASSANDRA_KEYSPACE,
  };
}
