/**
 * The built web app: files with a hash in their name are kept for ever, the page itself is asked
 * for each time; every path that is no file and no API is the app's own.
 */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { publicRoute } from '../accounts/roles.ts';
import type { App } from './app-types.ts';
import { answerNotFound } from './errors.ts';
import { placeholderPage } from './placeholder-page.ts';
import { pathOf } from './problem.ts';
import { pagePolicy } from './security.ts';
import type { SecurityOptions } from './security.ts';

/** Angular's build puts a hash of 8 characters before the ending. */
const hashedName = /[.-][A-Z0-9]{8}\.[a-z0-9]+(\.map)?$/;
/** What the build leaves in index.html for us to fill. */
const nonceMark = '__CSP_NONCE__';

export interface WebAppOptions extends SecurityOptions {
  /** Folder of the build; undefined or without index.html: the placeholder page. */
  readonly webDir: string | undefined;
}

export async function webApp(app: App, options: WebAppOptions): Promise<void> {
  const root = options.webDir === undefined ? undefined : path.resolve(options.webDir);
  const page = new IndexPage(root);

  if (root !== undefined) {
    await app.register(fastifyStatic, {
      root,
      serve: false,
      dotfiles: 'ignore',
      cacheControl: false,
      setHeaders: (reply, file) => {
        const kept = hashedName.test(path.basename(file));
        reply.header('cache-control', kept ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
    // A name with a dot is a file; `index.html` needs its nonce and goes the other way.
    app.get('/*', { ...publicRoute, schema: { hide: true } }, (request, reply) => {
      const name = pathOf(request);
      if (isFileName(name)) reply.sendFile(decodeURI(name));
      else reply.callNotFound();
    });
  }

  app.setNotFoundHandler(async (request, reply) => {
    if (!isPage(request)) return answerNotFound(request, reply);
    return sendPage(reply, await page.html(), options);
  });
}

const isFileName = (name: string) => /\.[a-z0-9]+$/i.test(name) && name !== '/index.html';

/** GET of a path of the app by something that wants to see HTML. */
function isPage(request: FastifyRequest): boolean {
  const name = pathOf(request);
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  if (name.startsWith('/api') || name === '/ws' || isFileName(name)) return false;
  return /text\/html|\*\/\*/.test(request.headers.accept ?? '*/*');
}

function sendPage(reply: FastifyReply, html: string, options: WebAppOptions): FastifyReply {
  const { nonce, header } = pagePolicy(options);
  return reply
    .code(200)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-cache')
    .header('content-security-policy', header)
    .send(html.replaceAll(nonceMark, nonce));
}

/** index.html of the build, read again when it was changed. */
class IndexPage {
  readonly #file: string | undefined;
  #html = '';
  #changedAt = -1;

  constructor(root: string | undefined) {
    this.#file = root === undefined ? undefined : path.join(root, 'index.html');
  }

  async html(): Promise<string> {
    if (this.#file === undefined) return placeholderPage;
    try {
      const { mtimeMs } = await stat(this.#file);
      if (mtimeMs !== this.#changedAt) this.#html = await readFile(this.#file, 'utf8');
      this.#changedAt = mtimeMs;
      return this.#html;
    } catch (error) {
      if (isMissing(error)) return placeholderPage;
      throw error;
    }
  }
}

const isMissing = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';
