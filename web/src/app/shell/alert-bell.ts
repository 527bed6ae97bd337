import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Alerts } from '../alerts/alerts.ts';
import { Icon } from '../ui/icon.ts';

const SHOWN_MAX = 99;

/** The way to the alerts, with the number of those that are not read. */
@Component({
  selector: 'am-alert-bell',
  imports: [Icon, RouterLink],
  template: `
    @if (alerts.isOn()) {
      <a class="button ghost icon-only" routerLink="/alerts" [attr.aria-label]="words()">
        <am-icon name="bell" />
        @if (alerts.unread() > 0) {
          <span class="count num" aria-hidden="true">{{ count() }}</span>
        }
      </a>
    }
  `,
})
export class AlertBell {
  protected readonly alerts = inject(Alerts);
  protected readonly count = computed(() => {
    const unread = this.alerts.unread();
    return unread > SHOWN_MAX ? `${SHOWN_MAX}+` : String(unread);
  });
  protected readonly words = computed(() => {
    const unread = this.alerts.unread();
    return unread === 0 ? 'Alerts, all read' : `Alerts, ${unread} not read`;
  });
}
