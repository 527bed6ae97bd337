import { Component, input, output } from '@angular/core';
import type { OrganisationRole } from '@auction/gateway/contract';
import { roleWords } from './account-words.ts';

const roles = [
  'ADMIN',
  'BUYER',
  'APPROVER',
  'SELLER',
  'VIEWER',
] as const satisfies readonly OrganisationRole[];

/** Roles as boxes to tick; the last one stays, as everybody has one. */
@Component({
  selector: 'am-role-choice',
  template: `
    <fieldset class="ticks">
      <legend class="said">Roles of {{ of() }}</legend>
      @for (role of all; track role) {
        <label>
          <input
            type="checkbox"
            [checked]="roles().includes(role)"
            [disabled]="disabled() || (roles().length === 1 && roles().includes(role))"
            (change)="toggle(role)"
          />
          {{ words[role] }}
        </label>
      }
    </fieldset>
  `,
})
export class RoleChoice {
  readonly of = input.required<string>();
  readonly roles = input.required<readonly OrganisationRole[]>();
  readonly disabled = input(false);
  readonly chosen = output<readonly OrganisationRole[]>();
  protected readonly all = roles;
  protected readonly words = roleWords;

  protected toggle(role: OrganisationRole): void {
    const had = this.roles();
    this.chosen.emit(had.includes(role) ? had.filter((one) => one !== role) : [...had, role]);
  }
}
