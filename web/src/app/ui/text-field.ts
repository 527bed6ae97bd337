import type { ElementRef } from '@angular/core';
import { Component, input, model, viewChild } from '@angular/core';

let lastNumber = 0;

/** A field with its label, and what is wrong with what stands in it. */
@Component({
  selector: 'am-text-field',
  template: `
    <label [for]="id">{{ label() }}</label>
    <input
      #box
      class="field"
      [id]="id"
      [type]="type()"
      [attr.inputmode]="inputmode()"
      [attr.autocomplete]="autocomplete()"
      [attr.aria-invalid]="wrong() !== null"
      [attr.aria-describedby]="wrong() === null && hint() === null ? null : id + '-note'"
      [maxLength]="lengthMax()"
      [value]="value()"
      (input)="value.set(box.value)"
    />
    @if (wrong(); as text) {
      <p class="wrong" [id]="id + '-note'">{{ text }}</p>
    } @else if (hint(); as text) {
      <p class="hint" [id]="id + '-note'">{{ text }}</p>
    }
  `,
})
export class TextField {
  protected readonly box = viewChild.required<ElementRef<HTMLInputElement>>('box');
  readonly label = input.required<string>();
  readonly value = model.required<string>();
  readonly type = input<'text' | 'email' | 'password' | 'datetime-local'>('text');
  readonly autocomplete = input('off');
  readonly inputmode = input<'decimal' | 'numeric' | null>(null);
  readonly lengthMax = input(254);
  /** null: nothing is wrong. */
  readonly wrong = input<string | null>(null);
  readonly hint = input<string | null>(null);
  protected readonly id = `field-${++lastNumber}`;

  focus(): void {
    this.box().nativeElement.focus();
  }
}
