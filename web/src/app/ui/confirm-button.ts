import { Component, input, output, signal } from '@angular/core';
import { Dialog } from './dialog.ts';

/** A button for what cannot be undone: asks once more before it does. */
@Component({
  selector: 'am-confirm-button',
  imports: [Dialog],
  template: `
    <button
      type="button"
      class="button"
      [disabled]="disabled()"
      [attr.aria-label]="label() + ' ' + what()"
      (click)="isOpen.set(true)"
    >
      {{ label() }}
    </button>
    <am-dialog
      [heading]="label() + ' ' + what() + '?'"
      [open]="isOpen()"
      (closed)="isOpen.set(false)"
    >
      <p>{{ consequence() }}</p>
      <div class="actions">
        <button type="button" class="button" (click)="isOpen.set(false)">Leave it</button>
        <button type="button" class="button primary" (click)="confirm()">{{ label() }}</button>
      </div>
    </am-dialog>
  `,
})
export class ConfirmButton {
  /** The verb: `Remove`. */
  readonly label = input.required<string>();
  /** Whom or what it concerns: `Bob Buyer`. */
  readonly what = input.required<string>();
  /** What follows, in a sentence. */
  readonly consequence = input.required<string>();
  readonly disabled = input(false);
  readonly confirmed = output();
  protected readonly isOpen = signal(false);

  protected confirm(): void {
    this.isOpen.set(false);
    this.confirmed.emit();
  }
}
