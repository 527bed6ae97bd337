import type { ElementRef } from '@angular/core';
import { afterRenderEffect, Component, input, output, viewChild } from '@angular/core';
import { Icon } from './icon.ts';

let lastNumber = 0;

/** A modal dialog on the browser's own: focus stays inside, Esc and the backdrop close it. */
@Component({
  selector: 'am-dialog',
  imports: [Icon],
  template: `
    <dialog #dialog [attr.aria-labelledby]="headingId" closedby="any" (close)="closed.emit()">
      @if (open()) {
        <header>
          <h2 [id]="headingId">{{ heading() }}</h2>
          <button
            type="button"
            autofocus
            class="button ghost icon-only"
            aria-label="Close"
            (click)="dialog.close()"
          >
            <am-icon name="close" />
          </button>
        </header>
        <ng-content />
      }
    </dialog>
  `,
})
export class Dialog {
  readonly heading = input.required<string>();
  readonly open = input.required<boolean>();
  readonly closed = output();
  protected readonly headingId = `dialog-${++lastNumber}`;
  protected readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');

  constructor() {
    // The content is rendered first, so that the focus finds it.
    afterRenderEffect(() => {
      const { nativeElement: dialog } = this.dialog();
      if (this.open() && !dialog.open) dialog.showModal();
      else if (!this.open() && dialog.open) dialog.close();
    });
  }
}
