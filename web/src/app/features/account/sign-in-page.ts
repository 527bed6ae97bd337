import { Component, computed, inject, input, resource, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import type { DemoAccounts } from '@auction/gateway/contract';
import { Account } from '../../account/account.ts';
import { insideOnly } from '../../account/signed-in-only.ts';
import { Rest, RestError } from '../../api/rest.ts';
import { Attempt } from '../../ui/attempt.ts';
import { TextField } from '../../ui/text-field.ts';
import { wrongEmail, wrongName } from './account-fields.ts';
import { roleWords } from './account-words.ts';
import { EntryCard } from './entry-card.ts';

type DemoAccount = DemoAccounts['accounts'][number];

/** Sign in, and go on to the page one came from. */
@Component({
  selector: 'am-sign-in-page',
  imports: [EntryCard, RouterLink, TextField],
  templateUrl: './sign-in-page.html',
})
export class SignInPage {
  readonly #account = inject(Account);
  readonly #rest = inject(Rest);
  readonly #router = inject(Router);
  /** From the address: the page asked for. */
  readonly back = input<string>();
  protected readonly email = signal('');
  protected readonly password = signal('');
  protected readonly entering = new Attempt();
  /** Nothing is marked wrong before the first try. */
  protected readonly isTried = signal(false);
  protected readonly wrong = computed(() => ({
    email: wrongEmail(this.email()),
    password: wrongName(this.password(), 'the password'),
  }));
  readonly #demo = resource({
    loader: ({ abortSignal }) => this.#demoAccounts(abortSignal),
  });
  protected readonly demoAccounts = computed(() =>
    this.#demo.hasValue() ? this.#demo.value() : [],
  );

  protected async signIn(event: Event): Promise<void> {
    event.preventDefault();
    this.isTried.set(true);
    if (this.wrong().email !== null || this.wrong().password !== null) return;
    await this.#enter(this.email().trim(), this.password());
  }

  protected async signInAs({ email, password }: DemoAccount): Promise<void> {
    await this.#enter(email, password);
  }

  protected rolesOf({ organisation, roles }: DemoAccount): string {
    const words = roles.map((role) => roleWords[role]).join(', ');
    return `${organisation ?? 'Platform'} · ${words}`;
  }

  async #enter(email: string, password: string): Promise<void> {
    const isIn = await this.entering.run(() => this.#account.signIn(email, password));
    if (isIn) await this.#router.navigateByUrl(insideOnly(this.back()));
  }

  /** There are some on a local start only; elsewhere nobody misses them. */
  async #demoAccounts(signal: AbortSignal): Promise<readonly DemoAccount[]> {
    try {
      return (await this.#rest.get<DemoAccounts>('/api/accounts/demo', {}, signal)).accounts;
    } catch (error) {
      if (error instanceof RestError) return [];
      throw error;
    }
  }
}
