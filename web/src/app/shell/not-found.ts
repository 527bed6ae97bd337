import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';

/** An address that leads nowhere. */
@Component({
  selector: 'am-not-found',
  imports: [RouterLink],
  template: `
    <div class="notice">
      <h1>There is no such page</h1>
      <p class="muted">The address may be mistyped, or the page has moved.</p>
      <a class="button primary" routerLink="/">To the board</a>
    </div>
  `,
})
export class NotFound {}
