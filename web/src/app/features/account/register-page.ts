import { Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Rest } from '../../api/rest.ts';
import { Attempt } from '../../ui/attempt.ts';
import { TextField } from '../../ui/text-field.ts';
import { wrongEmail, wrongName, wrongPassword } from './account-fields.ts';
import { EntryCard } from './entry-card.ts';

/** A new organisation with its first admin; the address is proved by a mailed link. */
@Component({
  selector: 'am-register-page',
  imports: [EntryCard, RouterLink, TextField],
  template: `
    @if (sentTo(); as address) {
      <am-entry-card heading="Look into your mail">
        <p role="status">
          We have written to <b>{{ address }}</b>. Open the link in the mail, then sign in.
        </p>
        <p class="ways"><a routerLink="/account/sign-in">To sign in</a></p>
      </am-entry-card>
    } @else {
      <am-entry-card heading="Register an organisation" [error]="registering.error()">
        <form novalidate (submit)="register($event)">
          <am-text-field
            label="Organisation"
            autocomplete="organization"
            [lengthMax]="100"
            [(value)]="organisation"
            [wrong]="isTried() ? wrong().organisation : null"
          />
          <am-text-field
            label="Your name"
            autocomplete="name"
            [lengthMax]="100"
            [(value)]="name"
            [wrong]="isTried() ? wrong().name : null"
          />
          <am-text-field
            label="E-mail address"
            type="email"
            autocomplete="username"
            [(value)]="email"
            [wrong]="isTried() ? wrong().email : null"
          />
          <am-text-field
            label="Password"
            type="password"
            autocomplete="new-password"
            hint="At least 8 characters; a sentence is fine."
            [lengthMax]="256"
            [(value)]="password"
            [wrong]="isTried() ? wrong().password : null"
          />
          <button type="submit" class="button primary" [disabled]="registering.isBusy()">
            {{ registering.isBusy() ? 'Registering …' : 'Register' }}
          </button>
        </form>
        <p class="ways"><a routerLink="/account/sign-in">I have an account</a></p>
      </am-entry-card>
    }
  `,
})
export class RegisterPage {
  readonly #rest = inject(Rest);
  protected readonly organisation = signal('');
  protected readonly name = signal('');
  protected readonly email = signal('');
  protected readonly password = signal('');
  protected readonly registering = new Attempt();
  protected readonly isTried = signal(false);
  /** null: not registered yet. */
  protected readonly sentTo = signal<string | null>(null);
  protected readonly wrong = computed(() => ({
    organisation: wrongName(this.organisation(), 'the name of the organisation'),
    name: wrongName(this.name(), 'your name'),
    email: wrongEmail(this.email()),
    password: wrongPassword(this.password()),
  }));

  protected async register(event: Event): Promise<void> {
    event.preventDefault();
    this.isTried.set(true);
    if (Object.values(this.wrong()).some((text) => text !== null)) return;
    const body = {
      organisation: this.organisation().trim(),
      name: this.name().trim(),
      email: this.email().trim(),
      password: this.password(),
    };
    const send = () => this.#rest.send('POST', '/api/accounts/register', { body });
    if (await this.registering.run(send)) this.sentTo.set(body.email);
  }
}
