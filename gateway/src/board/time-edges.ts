/** When rows cross the edges of a time-relative view: a heap of instants, one per row. */

interface Edge {
  readonly atMs: number;
  readonly id: string;
}

export class TimeEdges {
  readonly #heap: Edge[] = [];
  /** The edge that counts per row; others in the heap are stale. */
  readonly #next = new Map<string, number>();

  /** @param atMs undefined: the row has no edge to come */
  set(id: string, atMs: number | undefined): void {
    if (this.#next.get(id) === atMs) return;
    if (atMs === undefined) {
      this.#next.delete(id);
      return;
    }
    this.#next.set(id, atMs);
    this.#push({ atMs, id });
  }

  /** Takes out the rows whose edge has come. */
  *due(nowMs: number): Generator<string> {
    for (;;) {
      const first = this.#heap[0];
      if (!first || first.atMs > nowMs) return;
      this.#pop();
      if (this.#next.get(first.id) !== first.atMs) continue;
      this.#next.delete(first.id);
      yield first.id;
    }
  }

  #push(edge: Edge): void {
    const heap = this.#heap;
    let index = heap.length;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (!above || above.atMs <= edge.atMs) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = edge;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let index = 0;
    for (;;) {
      const [child, edge] = this.#lesserChild(index);
      if (!edge || edge.atMs >= last.atMs) break;
      heap[index] = edge;
      index = child;
    }
    heap[index] = last;
  }

  #lesserChild(index: number): readonly [number, Edge | undefined] {
    const left = this.#heap[2 * index + 1];
    const right = this.#heap[2 * index + 2];
    if (left && right && right.atMs < left.atMs) return [2 * index + 2, right];
    return [2 * index + 1, left];
  }
}
