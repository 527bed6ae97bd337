import { Component, computed, inject, resource, signal } from '@angular/core';
import type { SiteAccountItem, SiteAccountList } from '@auction/gateway/contract';
import { Rest } from '../../api/rest.ts';
import { Attempt } from '../../ui/attempt.ts';
import { ConfirmButton } from '../../ui/confirm-button.ts';
import { latest } from '../../ui/latest.ts';
import { ProblemNotice } from '../../ui/problem-notice.ts';
import { TextField } from '../../ui/text-field.ts';
import { dayTime } from '../../ui/times.ts';
import { accountProblem } from './account-words.ts';

const SITES = '/api/organisation/sites';
const TOKEN_MIN = 8;
const TOKEN = /^[\x21-\x7e]+$/;
/** A token that is kept; nobody can read it, not even this server. */
const MASK = '••••••••••••';
const names: Readonly<Record<string, string>> = { ebay: 'eBay' };

/** The organisation's own accounts of sites with a bid API: connected with a token, or taken away. For admins. */
@Component({
  selector: 'am-sites-card',
  imports: [ConfirmButton, ProblemNotice, TextField],
  templateUrl: './sites-card.html',
})
export class SitesCard {
  readonly #rest = inject(Rest);
  protected readonly problem = accountProblem;
  protected readonly working = new Attempt();
  protected readonly token = signal('');
  protected readonly wrong = signal<string | null>(null);
  /** Site whose token is being typed. */
  protected readonly opened = signal<string | null>(null);
  /** What was done last, to be said. */
  protected readonly told = signal('');
  protected readonly sites = resource({
    loader: ({ abortSignal }) => this.#rest.get<SiteAccountList>(SITES, {}, abortSignal),
  });
  readonly #list = latest(this.sites);
  protected readonly rows = computed(() => this.#list()?.sites.map(toRow));

  protected open({ site }: Row): void {
    this.told.set('');
    this.token.set('');
    this.wrong.set(null);
    this.opened.set(site);
  }

  protected leave(): void {
    this.token.set('');
    this.opened.set(null);
  }

  protected async connect(event: Event, { site, name }: Row): Promise<void> {
    event.preventDefault();
    const token = this.token().trim();
    this.wrong.set(wrongToken(token));
    if (this.wrong() !== null) return;
    const to = `${SITES}/${encodeURIComponent(site)}`;
    if (!(await this.working.run(() => this.#rest.send('PUT', to, { body: { token } })))) return;
    this.leave();
    this.told.set(`${name} is connected. The token is sealed and never shown again.`);
    this.sites.reload();
  }

  protected async disconnect({ site, name }: Row): Promise<void> {
    this.told.set('');
    const to = `${SITES}/${encodeURIComponent(site)}`;
    if (await this.working.run(() => this.#rest.send('DELETE', to))) {
      this.told.set(`${name} is not connected any more.`);
    }
    this.sites.reload();
  }
}

type Row = ReturnType<typeof toRow>;

function toRow({ site, isConnected, connectedAt, connectedBy }: SiteAccountItem) {
  const since = connectedAt === null ? '' : `since ${dayTime(connectedAt)}`;
  const by = connectedBy === null ? '' : `by ${connectedBy}`;
  const facts = isConnected
    ? [`token ${MASK}`, since, by].filter((fact) => fact !== '')
    : ['Bids there are placed by hand, with a link.'];
  return { site, name: names[site] ?? site, isConnected, facts: facts.join(' · ') };
}

/** @returns what to do about it; null: it may be sent */
function wrongToken(token: string): string | null {
  if (token === '') return 'Paste the token from the site.';
  if (token.length < TOKEN_MIN) return 'This is too short for a token: copy all of it.';
  return TOKEN.test(token) ? null : 'A token has no spaces or line breaks: copy it alone.';
}
