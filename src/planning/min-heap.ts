/** A queue that gives its smallest text first; both operations take logarithmic time. */
export class MinHeap {
  readonly #items: string[] = [];

  push(item: string): void {
    const items = this.#items;
    let at = items.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((items[parent] as string) <= item) break;
      items[at] = items[parent] as string;
      at = parent;
    }
    items[at] = item;
  }

  /** The smallest one, taken out; undefined when there is none. */
  pop(): string | undefined {
    const items = this.#items;
    const [smallest] = items;
    const last = items.pop();
    if (last === undefined || items.length === 0) return smallest;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && (items[child + 1] as string) < (items[child] as string)) child += 1;
      if ((items[child] as string) >= last) break;
      items[at] = items[child] as string;
      at = child;
    }
    items[at] = last;
    return smallest;
  }
}
