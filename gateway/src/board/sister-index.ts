/** Which lots belong to one vehicle: the source of the column `dup`. */

interface Sister {
  readonly id: string;
}

export class SisterIndex<L extends Sister> {
  readonly #lots = new Map<string, readonly L[]>();

  /** @param lot must not be in the vehicle's group yet */
  add(vehicleId: string, lot: L): void {
    this.#lots.set(vehicleId, [...(this.#lots.get(vehicleId) ?? []), lot]);
  }

  remove(vehicleId: string, lot: L): void {
    const others = this.othersOf(vehicleId, lot.id);
    if (others.length === 0) this.#lots.delete(vehicleId);
    else this.#lots.set(vehicleId, others);
  }

  /** Other lots of the vehicle. */
  othersOf(vehicleId: string, id: string): readonly L[] {
    return (this.#lots.get(vehicleId) ?? []).filter((lot) => lot.id !== id);
  }
}
