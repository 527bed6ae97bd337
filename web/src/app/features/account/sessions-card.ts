import { Component, computed, inject, resource } from '@angular/core';
import type { SessionItem, SessionList } from '@auction/gateway/contract';
import { Rest } from '../../api/rest.ts';
import { Attempt } from '../../ui/attempt.ts';
import { latest } from '../../ui/latest.ts';
import { ProblemNotice } from '../../ui/problem-notice.ts';
import { dayTime } from '../../ui/times.ts';
import { accountProblem } from './account-words.ts';

/** Where one is signed in, and how to end it there. */
@Component({
  selector: 'am-sessions-card',
  imports: [ProblemNotice],
  template: `
    <section class="card" aria-label="Where you are signed in">
      <h2>Where you are signed in</h2>
      @if (ending.error(); as error) {
        <p class="problem" role="alert">{{ problem(error) }}</p>
      }
      @if (list(); as known) {
        <ul class="rows">
          @for (session of known.sessions; track session.id) {
            <li>
              <div>
                <b>{{ deviceOf(session) }}</b>
                @if (session.current) {
                  <span class="state good">this one</span>
                }
                <small class="muted num">{{ timesOf(session) }}</small>
              </div>
              @if (!session.current) {
                <button
                  type="button"
                  class="button"
                  [attr.aria-label]="'End ' + deviceOf(session)"
                  [disabled]="ending.isBusy()"
                  (click)="end('/' + session.id)"
                >
                  End
                </button>
              }
            </li>
          }
        </ul>
        @if (hasOthers()) {
          <div>
            <button type="button" class="button" [disabled]="ending.isBusy()" (click)="end('')">
              End all others
            </button>
          </div>
        } @else {
          <p class="muted">Nowhere else.</p>
        }
      } @else if (sessions.error(); as error) {
        <am-problem-notice
          heading="The sessions did not load"
          [error]="error"
          (retry)="sessions.reload()"
        />
      } @else {
        <div class="bone" role="status" aria-label="Loading the sessions"></div>
      }
    </section>
  `,
})
export class SessionsCard {
  readonly #rest = inject(Rest);
  protected readonly problem = accountProblem;
  protected readonly ending = new Attempt();
  protected readonly sessions = resource({
    loader: ({ abortSignal }) => this.#rest.get<SessionList>('/api/me/sessions', {}, abortSignal),
  });
  protected readonly list = latest(this.sessions);
  protected readonly hasOthers = computed(
    () => this.list()?.sessions.some(({ current }) => !current) ?? false,
  );

  protected deviceOf({ userAgent, address }: SessionItem): string {
    const device = deviceName(userAgent ?? '');
    return address === null ? device : `${device}, ${address}`;
  }

  protected timesOf({ createdAt, lastSeenAt }: SessionItem): string {
    return `Signed in ${dayTime(createdAt)}, last used ${dayTime(lastSeenAt)}`;
  }

  /** @param which `/<id>` for one, empty for all but this */
  protected async end(which: string): Promise<void> {
    const path = `/api/me/sessions${which}`;
    if (await this.ending.run(() => this.#rest.send('DELETE', path))) this.sessions.reload();
  }
}

const browsers = ['Firefox', 'Edg', 'OPR', 'Chrome', 'Safari'] as const;
const systems = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac OS', 'Linux'] as const;
const names: Readonly<Record<string, string>> = { Edg: 'Edge', OPR: 'Opera', 'Mac OS': 'Mac' };

/** A browser's own long name in two words; the first that fits wins, as they all name each other. */
function deviceName(userAgent: string): string {
  const found = [browsers, systems].map((list) => list.find((name) => userAgent.includes(name)));
  const words = found.filter((name) => name !== undefined).map((name) => names[name] ?? name);
  return words.length === 0 ? 'Unknown browser' : words.join(' on ');
}
