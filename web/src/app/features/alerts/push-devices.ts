import { Component, computed, inject, resource, signal } from '@angular/core';
import type { PushDevice, PushDevices } from '@auction/gateway/contract';
import { PUSH_PORT } from '../../alerts/push-port.ts';
import { Rest } from '../../api/rest.ts';
import { Attempt } from '../../ui/attempt.ts';
import { latest } from '../../ui/latest.ts';
import { problemText } from '../../ui/problem-text.ts';
import { dayTime } from '../../ui/times.ts';

/** Alerts while no page is open: which browsers show them, and whether this one does. */
@Component({
  selector: 'am-push-devices',
  template: `
    <section class="card" aria-labelledby="push-devices">
      <h2 id="push-devices">Alerts while no page is open</h2>
      @if (obstacle(); as why) {
        <p class="muted">{{ why }}</p>
      } @else if (isHere()) {
        <p>This browser shows your alerts.</p>
        <button type="button" class="button" [disabled]="changing.isBusy()" (click)="turnOff()">
          Turn off in this browser
        </button>
      } @else {
        <button
          type="button"
          class="button primary"
          [disabled]="changing.isBusy() || known() === undefined"
          (click)="turnOn()"
        >
          Turn on in this browser
        </button>
      }
      @if (changing.error() ?? loading.error(); as error) {
        <p class="problem" role="alert">{{ problem(error) }}</p>
      }
      @for (device of known()?.devices; track device.id) {
        <div class="device">
          <span>{{ device.name }}</span>
          <small class="muted num">since {{ when(device.createdAt) }}</small>
          <button
            type="button"
            class="button"
            [attr.aria-label]="'Remove ' + device.name"
            [disabled]="changing.isBusy()"
            (click)="remove(device)"
          >
            Remove
          </button>
        </div>
      }
    </section>
  `,
})
export class PushDevicesCard {
  readonly #rest = inject(Rest);
  readonly #port = inject(PUSH_PORT);
  protected readonly changing = new Attempt();
  protected readonly problem = problemText;
  protected readonly when = dayTime;
  protected readonly isHere = signal(false);
  readonly #ability = signal(this.#port.ability());
  protected readonly loading = resource({
    loader: ({ abortSignal }) => this.#rest.get<PushDevices>('/api/push', {}, abortSignal),
  });
  protected readonly known = latest(this.loading);
  protected readonly obstacle = computed(() => {
    if (this.known()?.key === null) return 'This installation sends none.';
    if (this.#ability() === 'no') return 'This browser cannot show them.';
    if (this.#ability() === 'denied') {
      return 'You have forbidden this site to show them: allow notifications in the browser first.';
    }
    return null;
  });

  constructor() {
    if (this.#ability() === 'yes') void this.#look();
  }

  protected async turnOn(): Promise<void> {
    const key = this.known()?.key ?? null;
    if (key === null) return;
    await this.changing.run(async () => {
      const body = { ...(await this.#port.subscribe(key)), name: browserName() };
      await this.#rest.send('POST', '/api/push/devices', { body });
    });
    await this.#look();
  }

  /** The push service says at the next alert that it is gone; then the server forgets it too. */
  protected async turnOff(): Promise<void> {
    await this.changing.run(() => this.#port.unsubscribe());
    await this.#look();
  }

  protected async remove({ id }: PushDevice): Promise<void> {
    await this.changing.run(() =>
      this.#rest.send('DELETE', `/api/push/devices/${encodeURIComponent(id)}`),
    );
    this.loading.reload();
  }

  async #look(): Promise<void> {
    this.isHere.set(await this.#port.isSubscribed());
    this.#ability.set(this.#port.ability());
    this.loading.reload();
  }
}

/** How people call this browser: `Firefox on Linux`. */
function browserName(): string {
  const agent = navigator.userAgent;
  const browser = ['Edg', 'Firefox', 'Chrome', 'Safari'].find((name) => agent.includes(name));
  const system = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac', 'Linux'].find((name) =>
    agent.includes(name),
  );
  return `${browser === 'Edg' ? 'Edge' : (browser ?? 'Browser')} on ${system ?? 'a device'}`;
}
