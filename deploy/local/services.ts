/**
 * Our own processes: which scripts run, on which ports, with which environment. Each reads its
 * configuration from the environment alone and answers /healthz and /readyz on its internal port.
 */
import { join } from 'node:path';
import { sites } from '@auction/avro/topics';
import { z } from 'zod';
import type { Config } from './config.ts';
import { gatewayUrl, instanceEnv } from './instance.ts';
import type { Shape } from './instance.ts';
import { repoRoot } from './places.ts';
import type { Places } from './places.ts';
import type { InnerPort, PortName, Ports } from './ports.ts';
import { secretIn } from './secrets.ts';
import type { Answer, Unit } from './unit.ts';
import { productVersion } from './versions.ts';

export interface ServiceContext extends Shape {
  readonly places: Places;
  readonly ports: Ports;
  readonly feed: Feed;
}

/** What feeds the instance; see Config for the meaning. */
export type Feed = Pick<Config, 'lots' | 'writeIntervalMs' | 'pollIntervalMs' | 'realSite'>;

interface Service {
  readonly name: string;
  readonly title: string;
  readonly script: string;
  readonly args?: readonly string[];
  readonly needs: readonly string[];
  /** The port people know it by; its internal port where it has no other. */
  readonly port?: PortName;
  readonly opsPort: InnerPort;
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeFlags?: readonly string[];
}

/** The heap a connector may use: a file of any length goes through in pieces. */
const connectorHeap = ['--max-old-space-size=64', '--max-semi-space-size=4'];

/** Sites of `connector-sites`: all but Copart. */
const otherSiteNames = sites.map(({ site }) => site).filter((site) => site !== 'copart');
const otherPollIntervalMs = 20_000;
const askTimeoutMs = 3000;
const healthSchema = z.object({ healthy: z.boolean(), version: z.string().optional() });

const get = (port: number, path: string): Promise<Response> =>
  fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(askTimeoutMs) });

/** Healthy and ready, by its own word. */
async function askService(opsPort: number): Promise<Answer> {
  const ready = await get(opsPort, '/readyz');
  await ready.body?.cancel();
  if (!ready.ok) throw new Error(`/readyz answers ${ready.status}`);
  const { healthy, version } = healthSchema.parse(await (await get(opsPort, '/healthz')).json());
  if (!healthy) throw new Error('/healthz answers unhealthy');
  return version === undefined ? {} : { version };
}

/** Any answer at all: a service that waits for a server is unwell, not hung. */
async function isAlive(opsPort: number): Promise<Answer> {
  await (await get(opsPort, '/healthz')).body?.cancel();
  return {};
}

const lotWorkers = ['lots-to-postgres', 'vehicles-to-postgres', 'sites-to-postgres'];
const pipelineWorkers = ['normalise-listings', 'link-vehicles', 'resolve-lots', 'close-timers'];
const cassandraWorkers = ['listings-to-cassandra', 'lots-to-cassandra'];

const streamsProcess = (
  name: string,
  opsPort: InnerPort,
  workers: readonly string[],
  stores: readonly string[],
): Service => ({
  name,
  title: name,
  script: 'streams/src/main.ts',
  args: workers,
  needs: ['kafka', 'registry', ...stores],
  opsPort,
});

function streams(lite: boolean): Service[] {
  if (lite) {
    return [
      streamsProcess('streams', 'streams-ops', [...pipelineWorkers, ...lotWorkers], ['postgres']),
    ];
  }
  return [
    streamsProcess('normalise-listings', 'normalise-listings-ops', ['normalise-listings'], []),
    streamsProcess('link-vehicles', 'link-vehicles-ops', ['link-vehicles'], []),
    streamsProcess('resolve-lots', 'resolve-lots-ops', ['resolve-lots'], []),
    streamsProcess('close-timers', 'close-timers-ops', ['close-timers'], []),
    streamsProcess('lots-to-postgres', 'lots-to-postgres-ops', lotWorkers, ['postgres']),
    streamsProcess('listings-to-cassandra', 'listings-to-cassandra-ops', cassandraWorkers, [
      'cassandra',
    ]),
  ];
}

const simulator = ({ places, ports, feed }: ServiceContext): Service => ({
  name: 'simulator-copart',
  title: 'Copart simulator',
  script: 'connectors/src/copart/simulator-main.ts',
  needs: [],
  port: 'simulator',
  opsPort: 'simulator-ops',
  env: {
    PORT: String(ports.simulator),
    CONTROL_PORT: String(ports['simulator-control']),
    LOTS: String(feed.lots),
    WRITE_INTERVAL_MS: String(feed.writeIntervalMs),
    AUTH_KEY: secretIn(places, 'copart-auth-key'),
    DATA_DIR: join(places.dataDir, 'simulator'),
  },
});

/** A file with fewer rows counts as short; a small made-up site must not look like a broken one. */
const minimumRows = (lots: number): number => Math.max(1, Math.min(1000, Math.floor(lots / 2)));

/** A real site's address, key and limits come from the launcher's own environment. */
const simulatedSite = ({ places, ports, feed }: ServiceContext): Record<string, string> => ({
  COPART_BASE_URL: `http://127.0.0.1:${ports.simulator}`,
  COPART_AUTH_KEY: secretIn(places, 'copart-auth-key'),
  MINIMUM_ROWS: String(minimumRows(feed.lots)),
});

const connector = (context: ServiceContext): Service => ({
  name: 'connector-copart',
  title: 'Copart connector',
  script: 'connectors/src/main.ts',
  nodeFlags: connectorHeap,
  needs: ['kafka', 'registry'],
  opsPort: 'connector-copart-ops',
  env: {
    SITE: 'copart',
    POLLING: context.simulators || context.feed.realSite ? 'on' : 'off',
    RAW_DIR: join(context.places.dataDir, 'raw'),
    ...(context.feed.pollIntervalMs === undefined
      ? {}
      : { POLL_INTERVAL_MS: String(context.feed.pollIntervalMs) }),
    ...(context.feed.realSite ? {} : simulatedSite(context)),
  },
});

/** Mails of a local start leave no machine: they stand on a page. */
const mailCatcher = ({ ports }: ServiceContext): Service => ({
  name: 'mail-catcher',
  title: 'Mail catcher',
  script: 'deploy/local/mail-catcher/main.ts',
  needs: [],
  opsPort: 'mail',
  env: { SMTP_PORT: String(ports['mail-smtp']) },
});

/** The other sites share a process each way here; in production each connector has its own. */
const siteSimulators = ({ places, ports, feed }: ServiceContext): Service => ({
  name: 'simulator-sites',
  title: 'Other sites, simulated',
  script: 'connectors/src/simulators-main.ts',
  needs: [],
  port: 'simulator-sites-control',
  opsPort: 'simulator-sites-ops',
  env: {
    CONTROL_PORT: String(ports['simulator-sites-control']),
    LOTS: String(feed.lots),
    DATA_DIR: join(places.dataDir, 'simulator-sites'),
    SITE_KEY: secretIn(places, 'site-key'),
    GSA_PORT: String(ports['simulator-gsa']),
    GOVDEALS_PORT: String(ports['simulator-govdeals']),
  },
});

/** Sites whose address stands in the launcher's own environment are real ones. */
function otherSites(context: ServiceContext): Record<string, string> {
  const { places, ports, feed } = context;
  if (!context.simulators) return {};
  const key = secretIn(places, 'site-key');
  return {
    GSA_BASE_URL: `http://127.0.0.1:${ports['simulator-gsa']}`,
    GSA_API_KEY: key,
    GOVDEALS_BASE_URL: `http://127.0.0.1:${ports['simulator-govdeals']}`,
    GOVDEALS_API_KEY: key,
    GOVDEALS_SUBSCRIPTION_KEY: key,
    MINIMUM_ROWS: String(Math.max(1, Math.min(100, Math.floor(feed.lots / 50)))),
    RATE_PER_SECOND: '50',
    RATE_BURST: '50',
  };
}

const siteConnectors = (context: ServiceContext): Service => ({
  name: 'connector-sites',
  title: 'Connectors of the other sites',
  script: 'connectors/src/main.ts',
  needs: ['kafka', 'registry'],
  opsPort: 'connector-sites-ops',
  env: {
    SITE: otherSiteNames.join(','),
    POLLING: context.simulators ? 'on' : 'off',
    // Senders' files come by import, until a sender's address is configured.
    DEALER_POLLING: 'off',
    POLL_INTERVAL_MS: String(otherPollIntervalMs),
    RAW_DIR: join(context.places.dataDir, 'raw'),
    ...otherSites(context),
  },
});

const gateway = ({ ports }: ServiceContext): Service => ({
  name: 'gateway',
  title: 'Gateway',
  script: 'gateway/src/main.ts',
  needs: ['kafka', 'registry', 'postgres'],
  port: 'gateway',
  opsPort: 'gateway-ops',
  env: {
    HOST: '127.0.0.1',
    PORT: String(ports.gateway),
    WEB_DIR: join(repoRoot, 'web/dist/web/browser'),
    SMTP_URL: `smtp://127.0.0.1:${ports['mail-smtp']}`,
    DEMO_ACCOUNTS: '1',
    ALLOWED_ORIGINS: `${gatewayUrl(ports)},http://localhost:${ports.gateway}`,
  },
});

/** Environment of every process of ours. Compiled sources are kept: a third less work at the next start. */
export const processEnv = ({ places, ports, lite }: ServiceContext): Record<string, string> => ({
  ...instanceEnv(places, ports, lite),
  NODE_COMPILE_CACHE: join(places.dataDir, 'compiled'),
});

/** Diagnostic files go to the log folder; it also tells one instance's process from another's. */
export const nodeArgs = (
  places: Places,
  script: string,
  args: readonly string[] = [],
): string[] => [`--diagnostic-dir=${places.logDir}`, join(repoRoot, script), ...args];

function unitOf(service: Service, context: ServiceContext): Unit {
  const { places, ports } = context;
  const opsPort = ports[service.opsPort];
  return {
    name: service.name,
    title: service.title,
    kind: 'service',
    version: productVersion,
    port: ports[service.port ?? service.opsPort],
    needs: service.needs,
    launch: () =>
      Promise.resolve({
        command: process.execPath,
        args: [...(service.nodeFlags ?? []), ...nodeArgs(places, service.script, service.args)],
        env: {
          ...processEnv(context),
          OPS_PORT: String(opsPort),
          ...service.env,
        },
        cwd: repoRoot,
      }),
    ask: () => askService(opsPort),
    isAlive: () => isAlive(opsPort),
    stopSignal: 'SIGTERM',
    stopWithinMs: 15_000,
    readyWithinMs: 120_000,
  };
}

/** The services of an instance, sources of data first. */
export function servicesOf(context: ServiceContext): Unit[] {
  const services = [
    ...(context.simulators ? [simulator(context), siteSimulators(context)] : []),
    ...streams(context.lite),
    connector(context),
    mailCatcher(context),
    siteConnectors(context),
    gateway(context),
  ];
  return services.map((service) => unitOf(service, context));
}

export interface OneShot {
  readonly name: string;
  readonly title: string;
  readonly script: string;
  readonly args: readonly string[];
}

/** What must be done before services start, at every start and in this order; each can be repeated. */
export const oneShotsOf = (lite: boolean): OneShot[] => [
  {
    name: 'prepare',
    title: 'topics, schemas and migrations',
    script: 'streams/src/prepare.ts',
    args: lite ? ['--without-cassandra'] : [],
  },
  {
    name: 'migrate-gateway',
    title: "gateway's tables",
    script: 'gateway/src/migrate.ts',
    args: [],
  },
];
