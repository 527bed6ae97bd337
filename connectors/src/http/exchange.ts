import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { TLSSocket } from 'node:tls';
import { addressFault } from './address-guard.ts';
import type { Hop } from './redirects.ts';

export interface HttpLimits {
  /** Until the connection (and its TLS) stands. */
  readonly connectMs: number;
  /** From there to the first byte of the answer. */
  readonly firstByteMs: number;
  /** Longest silence inside the body, and the window `bytesPerSecondMin` is measured over. */
  readonly stallMs: number;
  readonly bytesPerSecondMin: number;
  /** Of the body, as received and again after inflating. */
  readonly bytesMax: number;
  readonly redirectMax: number;
}

export interface HttpRefusal {
  readonly ok: false;
  readonly code:
    | 'BLOCKED'
    | 'THROTTLED'
    | 'SITE_DOWN'
    | 'HTTP_STATUS'
    | 'UNREACHABLE'
    | 'CONNECT_TIMEOUT'
    | 'FIRST_BYTE_TIMEOUT'
    | 'ADDRESS_REFUSED'
    | 'REDIRECT_LOOP'
    | 'REDIRECT_REFUSED';
  /** For people. Never holds the address with its credentials. */
  readonly text: string;
}

export type Exchanged = { readonly ok: true; readonly response: IncomingMessage } | HttpRefusal;

// Polls are minutes apart: a kept connection would mostly be found dead.
const agents = { http: new HttpAgent(), https: new HttpsAgent() };

/** What a request says besides its address; a GET without a body when absent. */
export interface Message {
  readonly method: 'GET' | 'POST';
  readonly body?: string;
}
const plainGet: Message = { method: 'GET' };

/**
 * Sends one request and waits for the answer's headers.
 * @returns ADDRESS_REFUSED without asking when the hop's origin may not lead there
 * @throws the signal's reason when it is aborted
 */
export function exchange(
  hop: Hop,
  headers: Readonly<Record<string, string>>,
  limits: HttpLimits,
  signal: AbortSignal,
  message: Message = plainGet,
): Promise<Exchanged> {
  signal.throwIfAborted();
  const fault = addressFault(hop.url, hop.origin);
  if (fault !== undefined) {
    return Promise.resolve({ ok: false, code: 'ADDRESS_REFUSED', text: fault });
  }
  const outgoing = send(hop, { ...headers, ...hop.headers }, message, signal);
  return new Promise((resolve, reject) => {
    let refusal: HttpRefusal | undefined;
    const giveUp = (code: HttpRefusal['code'], text: string): void => {
      refusal = { ok: false, code, text };
      outgoing.destroy();
    };
    let timer = setTimeout(() => {
      giveUp('CONNECT_TIMEOUT', `no connection within ${limits.connectMs} ms`);
    }, limits.connectMs);
    whenConnected(outgoing, () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        giveUp('FIRST_BYTE_TIMEOUT', `no answer within ${limits.firstByteMs} ms`);
      }, limits.firstByteMs);
    });
    outgoing.on('response', (response) => {
      clearTimeout(timer);
      resolve({ ok: true, response });
    });
    // Stays for the life of the request: a fault of the body comes out of the response stream.
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      if (signal.aborted) reject(asError(signal.reason));
      else resolve(refusal ?? { ok: false, code: 'UNREACHABLE', text: faultText(error) });
    });
    outgoing.on('close', () => clearTimeout(timer));
    outgoing.end(message.body);
  });
}

function send(
  hop: Hop,
  headers: Readonly<Record<string, string>>,
  { method }: Message,
  signal: AbortSignal,
): ClientRequest {
  const options = { headers, method, signal, lookup: hop.lookup };
  return hop.url.protocol === 'https:'
    ? httpsRequest(hop.url, { ...options, agent: agents.https })
    : httpRequest(hop.url, { ...options, agent: agents.http });
}

function whenConnected(outgoing: ClientRequest, then: () => void): void {
  outgoing.once('socket', (socket) => {
    if (!socket.connecting) then();
    else socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', then);
  });
}

/** Node's message may name address and port, never path or query; still only code and host are told. */
function faultText(error: NodeJS.ErrnoException): string {
  return error.code === undefined ? error.message : `the site cannot be reached (${error.code})`;
}

const asError = (reason: unknown): Error =>
  reason instanceof Error ? reason : new Error(String(reason));
