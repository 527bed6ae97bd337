/**
 * Our own processes: which scripts run, on which ports, with which environment. Each reads its
 * configuration from the environment alone and answers /healthz and /readyz on its internal port.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { connectorsOf, simulatorsOf } from './feed-services.ts';
import { madeUpBidding } from './site-keys.ts';
import { gatewayUrl, instanceEnv } from './instance.ts';
import { repoRoot } from './places.ts';
import type { Places } from './places.ts';
import type { InnerPort } from './ports.ts';
import { secretIn } from './secrets.ts';
import type { Service, ServiceContext } from './service.ts';
import { historyNice } from './unit.ts';
import type { Answer, Unit } from './unit.ts';
import { productVersion } from './versions.ts';

const askTimeoutMs = 3000;
/** History is in no hurry, so memory need not grow with what waits; the archiver in it has its 160 MB. */
const historyHeap = ['--max-old-space-size=320', '--max-semi-space-size=4'];
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

const lotWorkers = [
  'lots-to-postgres',
  'letters-to-postgres',
  'placements-to-postgres',
  'limits-to-postgres',
  'robots-to-postgres',
  'vehicles-to-postgres',
  'sites-to-postgres',
];
const limitWorkers = ['limit-bids', 'letters-to-limits'];
const pipelineWorkers = [
  'normalise-listings',
  'link-vehicles',
  ...limitWorkers,
  'resolve-lots',
  'close-timers',
  'place-bids',
];
const robotWorkers = ['run-robots'];
const cassandraWorkers = ['listings-to-cassandra', 'lots-to-cassandra', 'archive'];

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
      streamsProcess(
        'streams',
        'streams-ops',
        [...pipelineWorkers, ...robotWorkers, ...lotWorkers],
        ['postgres'],
      ),
    ];
  }
  return [
    streamsProcess('normalise-listings', 'normalise-listings-ops', ['normalise-listings'], []),
    streamsProcess('link-vehicles', 'link-vehicles-ops', ['link-vehicles'], []),
    streamsProcess('limit-bids', 'limit-bids-ops', limitWorkers, []),
    streamsProcess('resolve-lots', 'resolve-lots-ops', ['resolve-lots'], []),
    streamsProcess('close-timers', 'close-timers-ops', ['close-timers'], []),
    streamsProcess('place-bids', 'place-bids-ops', ['place-bids'], ['postgres']),
    streamsProcess('run-robots', 'robots-ops', robotWorkers, ['postgres']),
    streamsProcess('lots-to-postgres', 'lots-to-postgres-ops', lotWorkers, ['postgres']),
    {
      ...streamsProcess('listings-to-cassandra', 'listings-to-cassandra-ops', cassandraWorkers, [
        'cassandra',
        'postgres',
      ]),
      nice: historyNice,
      nodeFlags: historyHeap,
      secrets: /^(ARCHIVE_(AFTER|EVERY|RESTORED|S3|LOGS)|LOGS_(APPLICATION|AUDIT)_DAYS)/,
    },
    streamsProcess('audit-to-mongo', 'logs-ops', ['audit-to-mongo'], ['mongo']),
  ];
}

/** Mails of a local start leave no machine: they stand on a page. */
const mailCatcher = ({ ports }: ServiceContext): Service => ({
  name: 'mail-catcher',
  title: 'Mail catcher',
  script: 'deploy/local/mail-catcher/main.ts',
  needs: [],
  opsPort: 'mail',
  env: { SMTP_PORT: String(ports['mail-smtp']) },
});

const gateway = ({ ports, places, simulators }: ServiceContext): Service => ({
  name: 'gateway',
  title: 'Gateway',
  script: 'gateway/src/main.ts',
  needs: ['kafka', 'registry', 'postgres'],
  port: 'gateway',
  opsPort: 'gateway-ops',
  secrets: /^(VAPID|SMTP)_/,
  env: {
    HOST: '127.0.0.1',
    PORT: String(ports.gateway),
    WEB_DIR: join(repoRoot, 'web/dist/web/browser'),
    SMTP_URL: `smtp://127.0.0.1:${ports['mail-smtp']}`,
    DEMO_ACCOUNTS: '1',
    ...(simulators ? madeUpBidding(places) : {}),
    VAPID_PRIVATE_KEY: secretIn(places, 'vapid-private-key'),
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
        ...(service.nice === undefined ? {} : { nice: service.nice }),
        ...(service.secrets === undefined ? {} : { secrets: service.secrets }),
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
    ...simulatorsOf(context),
    ...streams(context.lite),
    ...connectorsOf(context),
    mailCatcher(context),
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
