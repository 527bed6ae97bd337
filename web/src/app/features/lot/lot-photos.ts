import { Component, computed, input, linkedSignal } from '@angular/core';
import { VehiclePhoto } from '../../ui/vehicle-photo.ts';

/** The photo of a lot, and beneath it all of them where there are several. */
@Component({
  selector: 'am-lot-photos',
  imports: [VehiclePhoto],
  template: `
    <am-vehicle-photo
      class="photo"
      [src]="shown()"
      [body]="body()"
      [seed]="lotId()"
      [alt]="'Photo of ' + title()"
    />
    @if (photos().length > 1) {
      <ul class="strip" aria-label="Photos">
        @for (address of photos(); track address; let at = $index) {
          <li>
            <button
              type="button"
              [attr.aria-label]="'Photo ' + (at + 1) + ' of ' + photos().length"
              [attr.aria-pressed]="address === shown()"
              (click)="chosen.set(address)"
            >
              <am-vehicle-photo [src]="address" [body]="body()" [seed]="lotId()" />
            </button>
          </li>
        }
      </ul>
    }
  `,
})
export class LotPhotos {
  readonly lotId = input.required<string>();
  readonly title = input.required<string>();
  readonly body = input.required<string | null>();
  /** Address of the first photo; null: none. */
  readonly photo = input.required<string | null>();
  /** Of a lot sold here all its photos; else empty. */
  readonly photos = input.required<readonly string[]>();
  /** Another lot starts with its first one. */
  protected readonly chosen = linkedSignal<string, string | null>({
    source: this.lotId,
    computation: () => null,
  });
  protected readonly shown = computed(() => {
    const chosen = this.chosen();
    return chosen !== null && this.photos().includes(chosen) ? chosen : this.photo();
  });
}
