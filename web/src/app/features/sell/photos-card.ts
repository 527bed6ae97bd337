import { Component, computed, inject, input, output, signal } from '@angular/core';
import { isDecided } from '../../bids/bidding.ts';
import { Attempt } from '../../ui/attempt.ts';
import { problemText } from '../../ui/problem-text.ts';
import { VehiclePhoto } from '../../ui/vehicle-photo.ts';
import { refusalLine } from './sale-words.ts';
import { Selling, type Told } from './selling.ts';

const PHOTOS_MAX = 24;
const BYTES_MAX = 8 * 1024 * 1024;

/** The photos of a lot: added one after another, moved, removed; the first one stands on the board. */
@Component({
  selector: 'am-photos-card',
  imports: [VehiclePhoto],
  templateUrl: './photos-card.html',
})
export class PhotosCard {
  readonly #selling = inject(Selling);
  readonly lotId = input.required<string>();
  readonly title = input.required<string>();
  readonly photos = input.required<readonly string[]>();
  /** Something was changed at the server. */
  readonly changed = output();
  protected readonly photosMax = PHOTOS_MAX;
  protected readonly working = new Attempt();
  protected readonly problem = problemText;
  /** What is under way, or was refused. */
  protected readonly told = signal('');
  protected readonly faults = signal<readonly string[]>([]);
  protected readonly room = computed(() => PHOTOS_MAX - this.photos().length);

  protected async add(box: HTMLInputElement): Promise<void> {
    const files = [...(box.files ?? [])];
    box.value = '';
    this.faults.set(
      files.slice(this.room()).map(({ name }) => `${name}: there is no room for it.`),
    );
    await this.working.run(async () => {
      for (const [at, file] of files.slice(0, this.room()).entries()) {
        this.told.set(`Sending ${at + 1} of ${files.length}…`);
        await this.#addOne(file);
      }
    });
    this.told.set('');
    this.changed.emit();
  }

  /** @param by -1: towards the front */
  protected move(at: number, by: -1 | 1): Promise<void> {
    const photos = [...this.photos()];
    const [moved] = photos.splice(at, 1);
    if (moved === undefined) return Promise.resolve();
    photos.splice(at + by, 0, moved);
    return this.#wish(() => this.#selling.change(this.lotId(), { vehicle: { photos } }));
  }

  protected remove(address: string): Promise<void> {
    return this.#wish(() =>
      address.startsWith('/photos/')
        ? this.#selling.removePhoto(this.lotId(), address)
        : this.#selling.change(this.lotId(), {
            vehicle: { photos: this.photos().filter((one) => one !== address) },
          }),
    );
  }

  async #addOne(file: File): Promise<void> {
    if (file.size > BYTES_MAX) {
      this.#fault(file.name, 'it is larger than 8 MB');
      return;
    }
    try {
      const answer = await this.#selling.addPhoto(this.lotId(), file, plainName(file.name));
      const why = isDecided(answer) ? refusalLine(answer) : null;
      if (why !== null) this.#fault(file.name, why);
    } catch (error) {
      this.#fault(file.name, problemText(error));
    }
  }

  #fault(name: string, why: string): void {
    this.faults.update((faults) => [...faults, `${name}: ${why}`]);
  }

  async #wish(send: () => Promise<Told>): Promise<void> {
    this.faults.set([]);
    await this.working.run(async () => {
      const answer = await send();
      const why = isDecided(answer) ? refusalLine(answer) : null;
      if (why !== null) this.faults.set([why]);
    });
    this.changed.emit();
  }
}

/** A name every server takes; what the file was called is kept nowhere. */
const plainName = (name: string) => name.replace(/[/\\\p{Cc}]/gu, '_').slice(-100) || 'photo';
