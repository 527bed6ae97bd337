import type { PushPort, PushSubscribed } from '../app/alerts/push-port.ts';

/** A browser's pushes in memory. */
export class FakePush implements PushPort {
  can: ReturnType<PushPort['ability']> = 'yes';
  key: string | null = null;

  ability(): ReturnType<PushPort['ability']> {
    return this.can;
  }

  async subscribe(key: string): Promise<PushSubscribed> {
    this.key = key;
    return { endpoint: 'https://push.test/1', p256dh: 'p', auth: 'a' };
  }

  async unsubscribe(): Promise<void> {
    this.key = null;
  }

  async isSubscribed(): Promise<boolean> {
    return this.key !== null;
  }
}
