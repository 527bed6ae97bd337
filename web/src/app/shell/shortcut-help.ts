import { Component, inject, signal } from '@angular/core';
import { bindKeys } from '../ui/bind-keys.ts';
import { Dialog } from '../ui/dialog.ts';
import { Keyboard, shortcuts } from '../ui/keyboard.ts';

/** The table of shortcuts, and the switch that turns them off. */
@Component({
  selector: 'am-shortcut-help',
  imports: [Dialog],
  template: `
    <am-dialog heading="Keyboard shortcuts" [open]="isOpen()" (closed)="isOpen.set(false)">
      <dl>
        @for (shortcut of shortcuts; track shortcut.keys) {
          <div>
            <dt>
              @for (key of shortcut.keys.split(' '); track $index) {
                <kbd class="key">{{ key }}</kbd>
              }
            </dt>
            <dd>{{ shortcut.does }}</dd>
          </div>
        }
      </dl>
      <label class="switch">
        <input type="checkbox" [checked]="keyboard.isOn.value() === 'on'" (change)="toggle()" />
        Single-key shortcuts are on
      </label>
    </am-dialog>
  `,
})
export class ShortcutHelp {
  protected readonly keyboard = inject(Keyboard);
  protected readonly shortcuts = shortcuts;
  protected readonly isOpen = signal(false);

  constructor() {
    bindKeys({ '?': () => this.show() });
  }

  show(): void {
    this.isOpen.set(true);
  }

  protected toggle(): void {
    this.keyboard.isOn.set(this.keyboard.isOn.value() === 'on' ? 'off' : 'on');
  }
}
