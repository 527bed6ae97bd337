/** Headers and checks every answer and every request gets. */
import { randomBytes } from 'node:crypto';
import helmet from '@fastify/helmet';
import type { App } from './app-types.ts';
import { Refusal } from './problem.ts';

export interface SecurityOptions {
  /** Origins of our own pages, exact. */
  readonly allowedOrigins: readonly string[];
  /** Served over TLS. */
  readonly secure: boolean;
}

type Directives = Readonly<Record<string, readonly string[]>>;

/**
 * Content security policy. `base-uri 'self'` because Angular's router needs its `<base href="/">`;
 * photos come from the sites' own hosts.
 */
function directivesOf({ allowedOrigins, secure }: SecurityOptions): Directives {
  // 'self' covers same-origin sockets in current browsers; older ones want them by name. A source
  // cannot name an IPv6 address: browsers complain about it and ignore it.
  const sockets = allowedOrigins
    .filter((origin) => !origin.includes('['))
    .map((origin) => origin.replace(/^http/, 'ws'));
  return {
    'default-src': ["'self'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'img-src': ["'self'", 'data:', 'https:'],
    'font-src': ["'self'"],
    'connect-src': ["'self'", ...sockets],
    'worker-src': ["'self'"],
    'manifest-src': ["'self'"],
    'object-src': ["'none'"],
    'base-uri': ["'self'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
    ...(secure ? { 'upgrade-insecure-requests': [] } : {}),
  };
}

const headerOf = (directives: Directives) =>
  Object.entries(directives)
    .map(([name, values]) => [name, ...values].join(' '))
    .join('; ');

export interface PagePolicy {
  readonly nonce: string;
  readonly header: string;
}

/** A policy for one delivery of a page: its nonce lets the page's own inline parts through. */
export function pagePolicy(options: SecurityOptions): PagePolicy {
  const nonce = randomBytes(18).toString('base64url');
  const directives = directivesOf(options);
  const withNonce = (name: string) => [...(directives[name] ?? []), `'nonce-${nonce}'`];
  return {
    nonce,
    header: headerOf({
      ...directives,
      'script-src': withNonce('script-src'),
      'style-src': withNonce('style-src'),
    }),
  };
}

export async function secureAnswers(app: App, options: SecurityOptions): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: false,
    crossOriginEmbedderPolicy: false, // photos come from hosts that do not know of it
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: options.secure ? { maxAge: 31_536_000 } : false,
  });
  const policy = headerOf(directivesOf(options));
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('content-security-policy', policy);
    reply.header('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=()');
  });
}

const safeMethods = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Unsafe methods only from our own pages: a missing or foreign Origin is refused. Programs send a
 * token instead, which no foreign page can: browsers ask first before they send that header, and
 * nobody here says yes. Sites that push have a secret address instead, and no session is looked at there.
 */
export function refuseForeignOrigins(app: App, { allowedOrigins }: SecurityOptions): void {
  app.addHook('onRequest', async (request) => {
    if (safeMethods.includes(request.method)) return;
    if (request.routeOptions.config.isHook === true) return;
    const { origin, authorization } = request.headers;
    if (origin === undefined && authorization !== undefined) return;
    if (origin !== undefined && allowedOrigins.includes(origin)) return;
    throw new Refusal(
      'FOREIGN_ORIGIN',
      'send it from a page of this site: the Origin header is not ours',
    );
  });
}
