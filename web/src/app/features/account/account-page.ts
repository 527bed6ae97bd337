import { Component } from '@angular/core';

/** The own account and, for admins, the organisation. */
@Component({
  selector: 'am-account-page',
  template: `<h1>Account</h1>`,
})
export class AccountPage {}
