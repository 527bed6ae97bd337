/** THE topic table: everything that creates, checks or documents topics reads it from here. */
import type { SchemaName } from './schema-name.ts';
import { topic } from './topic.ts';
import type { Topic } from './topic.ts';

export { PARTITION_COUNT } from './topic.ts';
export type { CleanupPolicy, Compatibility, Topic } from './topic.ts';
export type { SchemaName };

/** Sites we have a connector for. A new site adds one line here. */
export const sites = [
  { site: 'copart', name: 'Copart' },
  { site: 'gsa', name: 'GSA Auctions' },
  { site: 'govdeals', name: 'GovDeals' },
  { site: 'ebay', name: 'eBay' },
  { site: 'bat', name: 'Bring a Trailer' },
  { site: 'dealer', name: 'Dealer files' },
  { site: 'manheim', name: 'Manheim' },
] as const;
export type Site = (typeof sites)[number]['site'];

const listingKey = '<site>/<siteListingId>';

/** Raw topic of a site, written by its connector only. */
export function rawTopic(site: string): Topic<'RawListing'> {
  return topic({
    name: `listings.raw.${site}`,
    key: listingKey,
    schema: 'RawListing',
    writer: `connector ${site}`,
    cleanup: 'delete',
    retentionDays: 7,
    compatibility: 'BACKWARD',
    content: "the site's own records untouched, unreadable lines and snapshot markers",
  });
}

/** Dead letters of a consumed topic: original key and bytes, reasons in `__connect.errors.*` headers. */
export function deadTopic(of: Topic, writer: string): Topic<null> {
  return topic({
    name: `${of.name}.dead`,
    key: 'as the original record',
    schema: null,
    writer,
    cleanup: 'delete',
    retentionDays: 30,
    restricted: of.restricted, // what was private stays private when it could not be read
    content: `records of ${of.name} that could not be understood, original bytes`,
  });
}

const listings = topic({
  name: 'listings',
  key: listingKey,
  schema: 'Listing',
  writer: 'normalise-listings',
  content: 'canonical, validated listings; written only when something changed',
});
const listingsCommands = topic({
  name: 'listings.commands',
  key: listingKey,
  schema: 'ListingCommand',
  writer: 'resolve-lots',
  cleanup: 'delete',
  retentionDays: 30,
  content: 'lets listings go whose lots are archived',
});
const listingsState = topic({
  name: 'listings.state',
  key: `${listingKey}, @position/<partition>`,
  schema: 'ListingState',
  writer: 'normalise-listings',
  restricted: true,
  content: 'content hash, order stamp and last snapshot per listing; position',
});
const listingsSnapshots = topic({
  name: 'listings.snapshots',
  key: '<site>/<snapshotId>/<partition>',
  schema: 'ListingSnapshot',
  writer: 'normalise-listings',
  cleanup: 'delete',
  retentionDays: 30,
  content: 'what each snapshot changed: read, changed, unchanged, rejected, gone',
});
const vehiclesCommands = topic({
  name: 'vehicles.commands',
  key: 'vehicleId',
  schema: 'VehicleCommand',
  writer: 'normalise-listings',
  cleanup: 'delete',
  retentionDays: 30,
  content: 'ties listings to vehicles, so that one partition owns each vehicle',
});
const vehicles = topic({
  name: 'vehicles',
  key: 'vehicleId',
  schema: 'Vehicle',
  writer: 'link-vehicles',
  content: 'one vehicle with its listings across sites and re-runs, conflicts kept',
});
const vehiclesState = topic({
  name: 'vehicles.state',
  key: 'vehicleId, @position/<partition>',
  schema: 'VehicleState',
  writer: 'link-vehicles',
  restricted: true,
  content: 'links per vehicle; position',
});
const lotsCommands = topic({
  name: 'lots.commands',
  key: 'lotId',
  schema: 'LotCommand',
  writer: 'gateway, normalise-listings, close-timers, limit-bids, run-robots, archive',
  cleanup: 'delete',
  retentionDays: 30,
  restricted: true,
  stampedByBroker: true,
  content:
    'every command for a lot in one order: bids, wishes of sellers, observations, timers, the archive',
});
const limitsCommands = topic({
  name: 'limits.commands',
  key: 'orgId',
  schema: 'LimitCommand',
  writer: 'gateway, run-robots, letters-to-limits',
  cleanup: 'delete',
  retentionDays: 30,
  restricted: true,
  content:
    'bids and orders of organisations with a limit, before their lots see them; letters, limits, settlements',
});
const limits = topic({
  name: 'limits',
  key: 'orgId, @position/<partition>',
  schema: 'LimitState',
  writer: 'limit-bids',
  restricted: true,
  content: 'what each organisation may be bound to, and is, by lot; position',
});
const lots = topic({
  name: 'lots',
  key: 'lotId',
  schema: 'Lot',
  writer: 'resolve-lots',
  content: 'public lot state, one row of the board',
});
const lotsBook = topic({
  name: 'lots.book',
  key: 'lotId, @position/<partition>',
  schema: 'LotBook',
  writer: 'resolve-lots',
  restricted: true,
  content: 'private state of the resolver; position',
});
const lotsOutcomes = topic({
  name: 'lots.outcomes',
  key: 'lotId',
  schema: 'LotOutcome',
  writer: 'resolve-lots',
  cleanup: 'delete',
  retentionDays: 30,
  restricted: true, // each record is one organisation's own; the gateway reads it to hand it on
  content: 'one outcome per command of an organisation, and notices, each to one organisation',
});
const lotsEvents = topic({
  name: 'lots.events',
  key: 'lotId',
  schema: 'LotEvent',
  writer: 'resolve-lots',
  cleanup: 'delete',
  retentionDays: 400,
  content: 'public events of own lots, numbered per lot without gaps',
});
const robots = topic({
  name: 'robots',
  key: 'robotId',
  schema: 'RobotState',
  writer: 'run-robots',
  partitions: 1, // groups span lots of all partitions: one process at a time runs all robots
  restricted: true,
  content: 'strategy robots: what each has under way, and its latest deeds',
});
const siteStatus = topic({
  name: 'sites',
  key: 'site',
  schema: 'SiteStatus',
  writer: 'connectors, each its own key',
  partitions: 1,
  content: "how each site's feed is doing: freshness, last snapshot, why it is not complete",
});
const connectorsState = topic({
  name: 'connectors.state',
  key: 'site',
  schema: 'ConnectorState',
  writer: 'connectors, each its own key',
  partitions: 1,
  restricted: true,
  content: 'checkpoint per connector: sequence, validators and hash of the last complete file',
});

const auditEvents = topic({
  name: 'audit.events',
  key: 'actorId, visitor where nobody is signed in',
  schema: 'AuditEvent',
  writer: 'everyone; each writer its own chain',
  cleanup: 'delete',
  retentionDays: 30,
  restricted: true,
  content: 'who did what: registrations, sign-ins, refusals, admin actions',
});

const placementsCommands = topic({
  name: 'placements.commands',
  key: '<orgId>/<lotId>',
  schema: 'PlacementCommand',
  writer: 'gateway, place-bids, limit-bids, run-robots',
  cleanup: 'delete',
  retentionDays: 30,
  restricted: true,
  content: 'orders for external lots, what their sites answered, reports of assisted bidding',
});
const placements = topic({
  name: 'placements',
  key: '<orgId>/<lotId>, @position/<partition>',
  schema: 'PlacementState',
  writer: 'place-bids',
  restricted: true,
  content: 'what each organisation has ordered on external lots and what became of it; position',
});

export const topics = {
  listings,
  listingsCommands,
  listingsState,
  listingsSnapshots,
  vehiclesCommands,
  vehicles,
  vehiclesState,
  limitsCommands,
  limits,
  lotsCommands,
  lots,
  lotsBook,
  lotsOutcomes,
  lotsEvents,
  robots,
  sites: siteStatus,
  connectorsState,
  auditEvents,
  placementsCommands,
  placements,
} as const;

/** Every topic that exists, in flow order; the raw and dead-letter topics of every site included. */
export const allTopics: readonly Topic[] = [
  ...sites.flatMap(({ site }) => [rawTopic(site), deadTopic(rawTopic(site), 'normalise-listings')]),
  listingsCommands,
  deadTopic(listingsCommands, 'normalise-listings'),
  listings,
  listingsState,
  listingsSnapshots,
  vehiclesCommands,
  deadTopic(vehiclesCommands, 'link-vehicles'),
  vehicles,
  vehiclesState,
  limitsCommands,
  deadTopic(limitsCommands, 'limit-bids'),
  limits,
  lotsCommands,
  deadTopic(lotsCommands, 'resolve-lots'),
  lots,
  lotsBook,
  lotsOutcomes,
  lotsEvents,
  robots,
  siteStatus,
  connectorsState,
  auditEvents,
  placementsCommands,
  deadTopic(placementsCommands, 'place-bids'),
  placements,
];
