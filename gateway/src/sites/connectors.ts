/** The internal ports of the connectors, as the gateway uses them. They answer whoever has the token. */
import { z } from 'zod';
import { StoreAway } from '../stores.ts';

export interface ConnectorPorts {
  /** Base of the internal port that serves a site no entry of `urls` names; undefined: there is none. */
  readonly url: string | undefined;
  /** By site. */
  readonly urls: ReadonlyMap<string, string>;
  readonly token: string;
}

const tokenHeader = 'x-auction-token';
const patienceMs = 5_000;
const refused = z.object({ error: z.string() });

export interface Asking {
  /** Of one site: its own connector is asked. */
  readonly site: string;
  /** `POST /sites/wish`. */
  readonly route: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: NonNullable<RequestInit['body']>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Longest wait for the answer's head, ms. */
  readonly withinMs?: number;
}

export type Connectors = (asking: Asking) => Promise<Response>;

/** @throws StoreAway when the connector does not answer */
export const connectorsAt =
  ({ url, urls, token }: ConnectorPorts): Connectors =>
  async ({ site, route, query = {}, body, headers = {}, withinMs = patienceMs }) => {
    const base = urls.get(site) ?? url;
    const name = `The connector of ${site}`;
    if (base === undefined) throw new StoreAway(name, 'this installation has none');
    const [method = 'GET', path = '/'] = route.split(' ');
    const target = new URL(path, base);
    for (const [key, value] of Object.entries(query)) target.searchParams.set(key, value);
    const given = {
      method,
      headers: { ...headers, [tokenHeader]: token },
      redirect: 'error',
    } as const;
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(new Error('no answer in time')), withinMs);
    try {
      const content = body === undefined ? {} : { body, duplex: 'half' as const };
      return await fetch(target, { ...given, ...content, signal: timeout.signal });
    } catch (error) {
      throw new StoreAway(name, error);
    } finally {
      clearTimeout(timer);
    }
  };

/** What a connector says when it refuses, `CODE: text`. */
export async function refusalWords(answer: Response): Promise<string> {
  const read = refused.safeParse(await answer.json().catch(() => undefined));
  return read.success ? read.data.error : `it answers ${answer.status}`;
}
