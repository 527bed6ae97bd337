/** What feeds an instance: simulated sites and the connectors that read them, or real ones. */
import { join } from 'node:path';
import { sites } from '@auction/avro/topics';
import { gatewayUrl } from './instance.ts';
import type { Places } from './places.ts';
import { secretIn } from './secrets.ts';
import { siteTokenKey } from './site-keys.ts';
import type { Service, ServiceContext } from './service.ts';

/** The heap a connector may use: a file of any length goes through in pieces. */
const connectorHeap = ['--max-old-space-size=64', '--max-semi-space-size=4'];

/** Sites of `connector-sites`: all but Copart. */
const otherSiteNames = sites.map(({ site }) => site).filter((site) => site !== 'copart');
const otherSiteSecrets = new RegExp(`^(${otherSiteNames.join('|')})_`, 'i');
const otherPollIntervalMs = 20_000;

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
  secrets: /^COPART_/,
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
/** Where dealers drop their files: a folder for each, named as its mapping's sender. */
const dropFolder = ({ dataDir }: Places): string => join(dataDir, 'drop');

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
    EBAY_PORT: String(ports['simulator-ebay']),
    MANHEIM_PORT: String(ports['simulator-manheim']),
    DEALER_FOLDER: dropFolder(places),
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
    EBAY_BASE_URL: `http://127.0.0.1:${ports['simulator-ebay']}`,
    EBAY_CLIENT_ID: key,
    EBAY_CLIENT_SECRET: key,
    MANHEIM_BASE_URL: `http://127.0.0.1:${ports['simulator-manheim']}`,
    MANHEIM_CLIENT_ID: key,
    MANHEIM_CLIENT_SECRET: key,
    MANHEIM_CALLBACK_URL: `${gatewayUrl(ports)}/hooks/manheim`,
    MANHEIM_HOOK_SECRET: secretIn(places, 'manheim-hook-secret'),
    // Its events bring what changes; the whole market is asked now and then.
    MANHEIM_POLL_INTERVAL_MS: '120000',
    DEALER_FOLDER: dropFolder(places),
    DEALER_POLL_INTERVAL_MS: '5000',
    DEALER_SETTLE_MS: '10000',
    EBAY_BIDDING: 'on',
    SITE_TOKEN_KEY: siteTokenKey(places),
    // The made-up site is polled every few seconds, not twice an hour.
    EBAY_CALLS_PER_DAY: '1000000',
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
  secrets: otherSiteSecrets,
  env: {
    SITE: otherSiteNames.join(','),
    POLLING: context.simulators ? 'on' : 'off',
    // Without made-up dealers senders' files come by import, until an address or a folder is configured.
    ...(context.simulators ? {} : { DEALER_POLLING: 'off' }),
    // Saved pages come by import, until a folder of them is configured.
    BAT_POLLING: 'off',
    POLL_INTERVAL_MS: String(otherPollIntervalMs),
    RAW_DIR: join(context.places.dataDir, 'raw'),
    ...otherSites(context),
  },
});

/** Simulated sites, sources of data first. */
export const simulatorsOf = (context: ServiceContext): Service[] =>
  context.simulators ? [simulator(context), siteSimulators(context)] : [];

export const connectorsOf = (context: ServiceContext): Service[] => [
  connector(context),
  siteConnectors(context),
];
