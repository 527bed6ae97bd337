import { Component, computed, inject, resource, signal } from '@angular/core';
import type {
  ApiTokenItem,
  ApiTokenList,
  NewApiToken,
  TokenScope,
} from '@auction/gateway/contract';
import { Rest } from '../../api/rest.ts';
import { Attempt } from '../../ui/attempt.ts';
import { ConfirmButton } from '../../ui/confirm-button.ts';
import { latest } from '../../ui/latest.ts';
import { ProblemNotice } from '../../ui/problem-notice.ts';
import { TextField } from '../../ui/text-field.ts';
import { dayTime } from '../../ui/times.ts';
import { wrongName } from './account-fields.ts';
import { accountProblem, scopeWords } from './account-words.ts';

const TOKENS = '/api/organisation/tokens';

/** The organisation's API tokens: made, shown once, revoked. For admins. */
@Component({
  selector: 'am-tokens-card',
  imports: [ConfirmButton, ProblemNotice, TextField],
  templateUrl: './tokens-card.html',
})
export class TokensCard {
  readonly #rest = inject(Rest);
  protected readonly problem = accountProblem;
  protected readonly scopes = Object.keys(scopeWords) as TokenScope[];
  protected readonly words = scopeWords;
  protected readonly name = signal('');
  protected readonly chosen = signal<readonly TokenScope[]>(['account:read']);
  protected readonly isTried = signal(false);
  protected readonly working = new Attempt();
  /** The one just made: its text is shown this once. */
  protected readonly made = signal<NewApiToken | null>(null);
  protected readonly tokens = resource({
    loader: ({ abortSignal }) => this.#rest.get<ApiTokenList>(TOKENS, {}, abortSignal),
  });
  readonly #list = latest(this.tokens);
  protected readonly usable = computed(() =>
    this.#list()?.tokens.filter(({ revokedAt }) => revokedAt === null),
  );
  protected readonly wrong = computed(() => ({
    name: wrongName(this.name(), 'the name of the program'),
    scopes: this.chosen().length === 0 ? 'Choose what it may do.' : null,
  }));

  protected toggle(scope: TokenScope): void {
    this.chosen.update((had) =>
      had.includes(scope) ? had.filter((one) => one !== scope) : [...had, scope],
    );
  }

  protected factsOf({ scopes, lastUsedAt, expiresAt }: ApiTokenItem): string {
    const used = lastUsedAt === null ? 'never used' : `last used ${dayTime(lastUsedAt)}`;
    const ends = expiresAt === null ? [] : [`ends ${dayTime(expiresAt)}`];
    return [...scopes.map((scope) => scopeWords[scope]), used, ...ends].join(' · ');
  }

  protected async make(event: Event): Promise<void> {
    event.preventDefault();
    this.isTried.set(true);
    if (this.wrong().name !== null || this.wrong().scopes !== null) return;
    const body = { name: this.name().trim(), scopes: this.chosen() };
    const isMade = await this.working.run(async () =>
      this.made.set(await this.#rest.send<NewApiToken>('POST', TOKENS, { body })),
    );
    if (!isMade) return;
    this.isTried.set(false);
    this.name.set('');
    this.tokens.reload();
  }

  protected async revoke({ id }: ApiTokenItem): Promise<void> {
    await this.working.run(() => this.#rest.send('DELETE', `${TOKENS}/${id}`));
    if (this.made()?.id === id) this.made.set(null);
    this.tokens.reload();
  }
}
