import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Alerts } from '../../alerts/alerts.ts';
import { ProblemNotice } from '../../ui/problem-notice.ts';
import { problemText } from '../../ui/problem-text.ts';
import { dayTime } from '../../ui/times.ts';
import { AlertChoices } from './alert-choices.ts';
import { PushDevicesCard } from './push-devices.ts';
import { toAlertRow } from './alert-words.ts';

/** What somebody was alerted of, newest first, and what they want to be alerted of. */
@Component({
  selector: 'am-alerts-page',
  imports: [AlertChoices, ProblemNotice, PushDevicesCard, RouterLink],
  templateUrl: './alerts-page.html',
})
export class AlertsPage {
  protected readonly alerts = inject(Alerts);
  protected readonly rows = computed(() => this.alerts.list()?.alerts.map(toAlertRow));
  protected readonly when = dayTime;
  protected readonly problem = problemText;

  protected readAll(): void {
    void this.alerts.read(this.alerts.list()?.alerts ?? []);
  }
}
