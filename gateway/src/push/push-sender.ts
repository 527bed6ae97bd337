/** Sends one push: encrypted for the browser it is for (RFC 8291), signed as ours (RFC 8292). */
import { createECDH } from 'node:crypto';
import { request } from 'node:https';
import { isIP } from 'node:net';
import webpush from 'web-push';
import { publicAddressOf, pushAddressFault } from './push-address.ts';

export interface PushTarget {
  readonly endpoint: string;
  /** Public key and secret of the browser, base64url. */
  readonly p256dh: string;
  readonly auth: string;
}

/** GONE: the browser has taken the subscription back. REFUSED: this push will never be taken. */
export type Sent = 'SENT' | 'GONE' | 'REFUSED';

/** @throws when the same push may be taken later */
export type SendPush = (target: PushTarget, payload: string) => Promise<Sent>;

export interface PushKeys {
  readonly publicKey: string;
  readonly privateKey: string;
  /** mailto: or https: address by which push services reach the operator. */
  readonly contact: string;
}

const withinMs = 10_000;
/** A push that cannot be delivered for so long is of no use any more, s. */
const keptS = 3_600;

/** @param privateKey 32 bytes in base64url @throws when it is no key of the curve */
export function pushKeysFrom(privateKey: string, contact: string): PushKeys {
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(Buffer.from(privateKey, 'base64url'));
  return { publicKey: curve.getPublicKey('base64url', 'uncompressed'), privateKey, contact };
}

/** What is sent over the wire. @throws when the keys of the target are none */
export function pushRequest(
  keys: PushKeys,
  { endpoint, p256dh, auth }: PushTarget,
  payload: string,
) {
  const { contact: subject, publicKey, privateKey } = keys;
  return webpush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, payload, {
    vapidDetails: { subject, publicKey, privateKey },
    TTL: keptS,
    urgency: 'high',
    contentEncoding: 'aes128gcm',
  });
}

/** @param addressOf where a name leads; the real one takes public addresses only */
export function pushSender(
  keys: PushKeys,
  addressOf: (hostname: string) => Promise<string> = publicAddressOf,
): SendPush {
  return async (target, payload) => {
    if (pushAddressFault(target.endpoint) !== undefined) return 'REFUSED';
    const { method, headers, body, endpoint } = pushRequest(keys, target, payload);
    const address = await addressOf(new URL(endpoint).hostname);
    const status = await new Promise<number>((resolve, reject) => {
      const sending = request(endpoint, {
        method,
        headers,
        signal: AbortSignal.timeout(withinMs),
        // The address that was checked, and no other: redirects are not followed either.
        lookup: (_name, options, done) => {
          const family = isIP(address);
          if (options.all === true) done(null, [{ address, family }]);
          else done(null, address, family);
        },
      });
      sending.on('response', (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      });
      sending.on('error', reject);
      sending.end(body);
    });
    return meaningOf(status);
  };
}

/** @throws for an answer after which the same push may be taken later */
export function meaningOf(status: number): Sent {
  if (status >= 200 && status < 300) return 'SENT';
  if (status === 404 || status === 410) return 'GONE';
  if (status === 429 || status >= 500) throw new Error(`the push service answers ${status}`);
  return 'REFUSED';
}
