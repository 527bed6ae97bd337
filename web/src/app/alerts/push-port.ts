import { InjectionToken } from '@angular/core';

/** A subscription as the browser's push service gives it, base64url. */
export interface PushSubscribed {
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
}

/** What the browser can do about pushes; specs give their own. */
export interface PushPort {
  /** no: this browser cannot; denied: its user has forbidden it. */
  ability(): 'yes' | 'no' | 'denied';
  /** Asks the user, then the browser's push service. @throws when either says no */
  subscribe(key: string): Promise<PushSubscribed>;
  unsubscribe(): Promise<void>;
  isSubscribed(): Promise<boolean>;
}

const WORKER = '/push-worker.js';

const browserPush: PushPort = {
  ability: () => {
    if (!('serviceWorker' in navigator) || !('PushManager' in window)) return 'no';
    return Notification.permission === 'denied' ? 'denied' : 'yes';
  },
  subscribe: async (key) => {
    if ((await Notification.requestPermission()) !== 'granted') {
      throw new Error('The browser was not allowed to show alerts.');
    }
    await navigator.serviceWorker.register(WORKER);
    const { pushManager } = await navigator.serviceWorker.ready;
    const options = { userVisibleOnly: true, applicationServerKey: key };
    const { endpoint, keys } = (await pushManager.subscribe(options)).toJSON();
    return {
      endpoint: endpoint ?? '',
      p256dh: keys?.['p256dh'] ?? '',
      auth: keys?.['auth'] ?? '',
    };
  },
  unsubscribe: async () => {
    await (await subscription())?.unsubscribe();
  },
  isSubscribed: async () => (await subscription()) !== null,
};

async function subscription(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration(WORKER);
  return (await registration?.pushManager.getSubscription()) ?? null;
}

export const PUSH_PORT = new InjectionToken<PushPort>('pushes of the browser', {
  factory: () => browserPush,
});
