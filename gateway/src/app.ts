/**
 * Assembles the public app: REST, socket and web app. No port and no process here; main.ts listens,
 * tests inject.
 */
import Fastify from 'fastify';
import type { Logger } from '@auction/streams/runtime/logger';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { guardRoutes } from './accounts/access.ts';
import { accountRoutes } from './accounts/account-routes.ts';
import { ApiTokens } from './accounts/api-tokens.ts';
import { keepDeclarations } from './accounts/declared-routes.ts';
import type { LiveSockets } from './accounts/live-sockets.ts';
import { LiveTickets } from './accounts/live-tickets.ts';
import { sessionCookie } from './accounts/session-cookie.ts';
import { ticketRoutes } from './accounts/ticket-routes.ts';
import { Sessions } from './accounts/sessions.ts';
import { archiveRoutes } from './archive/archive-routes.ts';
import { LotArchive } from './archive/lot-archive.ts';
import { auditRoutes } from './audit/audit-routes.ts';
import { bidRoutes } from './bids/bid-routes.ts';
import type { LotDesk } from './bids/lot-desk.ts';
import { eventRoutes } from './events/event-routes.ts';
import type { App } from './http/app-types.ts';
import type { BoardFeed } from './board/board-feed.ts';
import type { Cassandra } from './cassandra.ts';
import { boardSocket, registerSockets } from './board/socket-route.ts';
import { historyRoutes } from './history/history-routes.ts';
import { historyStore } from './history/history-store.ts';
import { handleErrors } from './http/errors.ts';
import { describeRoutes, openApiRoute } from './http/openapi.ts';
import { readQueryValues } from './http/query-values.ts';
import { limitRequests } from './http/request-limits.ts';
import { requestIdOf, traceRequests } from './http/request-trace.ts';
import { refuseForeignOrigins, secureAnswers } from './http/security.ts';
import { webApp } from './http/web-app.ts';
import { importRoutes } from './imports/import-routes.ts';
import { approvalRoutes } from './limits/approval-routes.ts';
import { limitRoutes } from './limits/limit-routes.ts';
import { logRoutes } from './logs/log-routes.ts';
import { lotRoutes } from './lots/lot-routes.ts';
import { lotTotalRoute } from './lots/lot-total-route.ts';
import { LotStore } from './lots/lot-store.ts';
import { placementRoutes } from './placements/placement-routes.ts';
import type { Placing } from './placements/placement-routes.ts';
import { approvedOrders } from './placements/order-limits.ts';
import { PlacementStore } from './placements/placement-store.ts';
import { siteAccountRoutes } from './placements/site-account-routes.ts';
import { photoRoutes } from './photos/photo-routes.ts';
import { PhotoStore } from './photos/photo-store.ts';
import type { Mongo } from './mongo.ts';
import type { Postgres } from './postgres.ts';
import { runListRoutes } from './run-lists/run-list-routes.ts';
import { resultsRoute } from './selling/results-route.ts';
import { robotRoutes } from './robots/robot-routes.ts';
import { sellRoutes } from './selling/sell-routes.ts';
import { SellStore } from './selling/sell-store.ts';
import { pushRoutes } from './push/push-routes.ts';
import type { PushKeys } from './push/push-sender.ts';
import { watchRoutes } from './watch/watch-routes.ts';
import { connectorsAt } from './sites/connectors.ts';
import { bodyMs, importMs, limitBodies } from './http/body-deadline.ts';
import { uploadRoutes } from './sites/upload-routes.ts';
import type { ConnectorPorts } from './sites/connectors.ts';
import { controlRoutes } from './sites/control-routes.ts';
import { hookRoutes } from './sites/hook-routes.ts';
import { siteRoutes } from './sites/site-routes.ts';
import { SiteStore } from './sites/site-store.ts';

export interface AppOptions {
  readonly postgres: Postgres;
  readonly feed: BoardFeed;
  /** Takes bids and sellers' wishes to the resolver. */
  readonly desk: LotDesk;
  /** Takes orders for lots of other sites to the placer. */
  readonly placing: Placing;
  /** undefined: none can be reached from here. */
  readonly connectors?: ConnectorPorts | undefined;
  /** Holds history and archive; undefined: this installation has none. */
  readonly cassandra: Cassandra | undefined;
  /** undefined: this installation has no MongoDB. */
  readonly mongo: Mongo | undefined;
  readonly logger: Logger;
  /** Epoch ms. */
  readonly now: () => number;
  readonly version: string;
  readonly webDir: string | undefined;
  readonly allowedOrigins: readonly string[];
  readonly secureCookies: boolean;
  readonly proxyHops: number;
  readonly apiRequestsPerMinute: number;
  /** Closed when their session ends; see session-ends.ts. */
  readonly liveSockets: LiveSockets;
  /** undefined: no pushes are sent. */
  readonly pushKeys?: PushKeys | undefined;
  /** Accounts with known passwords are listed. */
  readonly demoAccounts: boolean;
}

const bodyBytes = 64 * 1024;
const noConnectors: ConnectorPorts = { url: undefined, urls: new Map(), token: '' };

export async function buildApp(options: AppOptions): Promise<App> {
  const { postgres, logger, now, version } = options;
  const app = newApp(options.proxyHops);
  limitBodies(app);
  keepDeclarations(app);
  handleErrors(app, logger);
  traceRequests(app, logger);
  await registerSockets(app, options.feed);
  const security = { allowedOrigins: options.allowedOrigins, secure: options.secureCookies };
  await secureAnswers(app, security);
  refuseForeignOrigins(app, security);
  await limitRequests(app, options.apiRequestsPerMinute);
  readQueryValues(app);
  await describeRoutes(app, version);

  const sessions = new Sessions(postgres, now);
  const tokens = new ApiTokens(postgres, now);
  const tickets = new LiveTickets(postgres, now);
  const cookie = await sessionCookie(app, { sessions, secure: options.secureCookies, logger });
  guardRoutes(app, { postgres, sessions, tokens, cookie, now });
  const archive = new LotArchive(options.cassandra);
  const lots = new LotStore(postgres, archive);

  accountRoutes(app, { postgres, sessions, tokens, cookie, now }, options.demoAccounts);
  lotRoutes(app, lots);
  historyRoutes(app, lots, options.cassandra && historyStore(options.cassandra));
  archiveRoutes(app, { archive, postgres, now });
  bidRoutes(app, { desk: options.desk, lots, postgres, now });
  const selling = {
    desk: options.desk,
    sales: new SellStore(postgres),
    photos: new PhotoStore(postgres),
    postgres,
    now,
  };
  sellRoutes(app, selling);
  await photoRoutes(app, selling);
  await importRoutes(app, selling, logger);
  runListRoutes(app, selling);
  resultsRoute(app, selling);
  limitRoutes(app, { desk: options.desk, postgres, now });
  const placements = {
    ...options.placing,
    store: new PlacementStore(postgres, now),
    postgres,
    now,
  };
  placementRoutes(app, placements);
  const sendOrder = approvedOrders(placements);
  approvalRoutes(app, { desk: options.desk, postgres, sendOrder, now });
  lotTotalRoute(app, placements.store);
  siteAccountRoutes(app, placements);
  eventRoutes(app, postgres);
  watchRoutes(app, postgres, now);
  pushRoutes(app, { postgres, publicKey: options.pushKeys?.publicKey ?? null, now });
  robotRoutes(app, { postgres, sites: options.placing.sites, now });
  siteRoutes(app, new SiteStore(postgres), now);
  const connectors = connectorsAt(options.connectors ?? noConnectors);
  controlRoutes(app, { connectors, postgres, now });
  hookRoutes(app, connectors);
  await uploadRoutes(app, { connectors, postgres, now });
  auditRoutes(app, { mongo: options.mongo, postgres, now });
  logRoutes(app, options.mongo);
  ticketRoutes(app, tickets, cookie);
  const { feed, liveSockets: sockets } = options;
  boardSocket(app, { ...security, feed, sockets, tickets, cookie, now, logger });
  openApiRoute(app);
  await webApp(app, { ...security, webDir: options.webDir });
  return app;
}

function newApp(proxyHops: number): App {
  const app = Fastify({
    logger: false,
    genReqId: requestIdOf,
    bodyLimit: bodyBytes,
    requestTimeout: importMs, // of the slowest route; limitBodies keeps all others shorter
    connectionTimeout: 60_000,
    handlerTimeout: 10_000,
    forceCloseConnections: 'idle',
    trustProxy: (_address: string, hop: number) => hop < proxyHops,
    routerOptions: { maxParamLength: 64 },
    ajv: { customOptions: { removeAdditional: false, allErrors: false, coerceTypes: false } },
  }).withTypeProvider<TypeBoxTypeProvider>();
  // Without it a form of a foreign page could post JSON as text, past the browser's preflight.
  app.removeContentTypeParser('text/plain');
  app.server.headersTimeout = bodyMs;
  return app;
}
