/** Every route says who may use it, or the app is not assembled; the list is what tests walk. */
import type { App } from '../http/app-types.ts';
import type { Access } from './roles.ts';

export interface DeclaredRoute {
  readonly method: string;
  readonly url: string;
  readonly access: Access;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may use the route; every route of ours says so. */
    access?: Access;
    /** For sites that push: public, without session and origin, known by a secret address. */
    isHook?: boolean;
  }
  interface FastifyInstance {
    readonly declaredRoutes: readonly DeclaredRoute[];
  }
}

/** Routes that packages of others add, all of them public: the API's documentation page. */
const pathsOfPackages = ['/api/docs'];

const isOfPackage = (url: string): boolean =>
  pathsOfPackages.some((path) => url === path || url.startsWith(`${path}/`));

/** Register before any route. @throws at assembly, for a route that declares nothing */
export function keepDeclarations(app: App): void {
  const declared: DeclaredRoute[] = [];
  app.decorate('declaredRoutes', declared);
  app.addHook('onRoute', ({ config, url, method }) => {
    const access = config?.access ?? (isOfPackage(url) ? 'PUBLIC' : undefined);
    if (access === undefined) {
      throw new Error(
        `${String(method)} ${url} does not declare who may use it (accounts/roles.ts)`,
      );
    }
    for (const one of [method].flat()) declared.push({ method: one, url, access });
  });
}
