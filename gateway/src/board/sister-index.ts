/** Which lots belong to one vehicle: the source of the column `dup`. */

interface Sister {
  readonly id: string;
}

const none: readonly never[] = [];

export class SisterIndex<L extends Sister> {
  /** Arrays: nearly every vehicle has one lot, and there are as many vehicles as lots. */
  readonly #lots = new Map<string, L[]>();

  /** @param lot must not be in the vehicle's group yet */
  add(vehicleId: string, lot: L): void {
    const known = this.#lots.get(vehicleId);
    if (known) known.push(lot);
    else this.#lots.set(vehicleId, [lot]);
  }

  remove(vehicleId: string, lot: L): void {
    const known = this.#lots.get(vehicleId);
    const index = known?.findIndex(({ id }) => id === lot.id) ?? -1;
    if (!known || index === -1) return;
    known.splice(index, 1);
    if (known.length === 0) this.#lots.delete(vehicleId);
  }

  /** Lots of the vehicle. Not to be kept: it changes with the index. */
  of(vehicleId: string): readonly L[] {
    return this.#lots.get(vehicleId) ?? none;
  }
}
