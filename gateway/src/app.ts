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
import { auditRoutes } from './audit/audit-routes.ts';
import { bidRoutes } from './bids/bid-routes.ts';
import type { LotDesk } from './bids/lot-desk.ts';
import type { App } from './http/app-types.ts';
import type { BoardFeed } from './board/board-feed.ts';
import { boardSocket, registerSockets } from './board/socket-route.ts';
import { historyRoutes } from './history/history-routes.ts';
import type { HistoryStore } from './history/history-store.ts';
import { handleErrors } from './http/errors.ts';
import { describeRoutes, openApiRoute } from './http/openapi.ts';
import { readQueryValues } from './http/query-values.ts';
import { limitRequests } from './http/request-limits.ts';
import { requestIdOf, traceRequests } from './http/request-trace.ts';
import { refuseForeignOrigins, secureAnswers } from './http/security.ts';
import { webApp } from './http/web-app.ts';
import { logRoutes } from './logs/log-routes.ts';
import { lotRoutes } from './lots/lot-routes.ts';
import { LotStore } from './lots/lot-store.ts';
import type { Mongo } from './mongo.ts';
import type { Postgres } from './postgres.ts';
import { sellRoutes } from './selling/sell-routes.ts';
import { SellStore } from './selling/sell-store.ts';
import { siteRoutes } from './sites/site-routes.ts';
import { SiteStore } from './sites/site-store.ts';

export interface AppOptions {
  readonly postgres: Postgres;
  readonly feed: BoardFeed;
  /** Takes bids and sellers' wishes to the resolver. */
  readonly desk: LotDesk;
  /** undefined: this installation has no Cassandra. */
  readonly history: HistoryStore | undefined;
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
  /** Accounts with known passwords are listed. */
  readonly demoAccounts: boolean;
}

const bodyBytes = 64 * 1024;

export async function buildApp(options: AppOptions): Promise<App> {
  const { postgres, logger, now, version } = options;
  const app = newApp(options.proxyHops);
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
  const lots = new LotStore(postgres);

  accountRoutes(app, { postgres, sessions, tokens, cookie, now }, options.demoAccounts);
  lotRoutes(app, lots);
  historyRoutes(app, lots, options.history);
  bidRoutes(app, { desk: options.desk, lots, postgres, now });
  sellRoutes(app, { desk: options.desk, sales: new SellStore(postgres), postgres, now });
  siteRoutes(app, new SiteStore(postgres), now);
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
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    handlerTimeout: 10_000,
    forceCloseConnections: 'idle',
    trustProxy: (_address: string, hop: number) => hop < proxyHops,
    routerOptions: { maxParamLength: 64 },
    ajv: { customOptions: { removeAdditional: false, allErrors: false, coerceTypes: false } },
  }).withTypeProvider<TypeBoxTypeProvider>();
  // Without it a form of a foreign page could post JSON as text, past the browser's preflight.
  app.removeContentTypeParser('text/plain');
  return app;
}
