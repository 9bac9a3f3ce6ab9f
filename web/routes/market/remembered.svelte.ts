/**
 * What the market still knows when somebody comes back to it from a product: the goods it had, how far
 * each list was opened and how tall its stretches were, so that Back finds the same place at once. Lives
 * as long as the tab.
 */
import type { Catalogue } from '$lib/phone/public-views';

/** Cards laid out together: whole rows in one, two, three, four and six columns, and a page of the server. */
export const STRETCH = 12;

class Remembered {
  /** The last whole catalogue of this phone; null on the server and before the first reading. */
  catalogue = $state.raw<Catalogue | null>(null);
  #opened = new Map<string, number>();
  #heights = new Map<string, number>();

  /** How many cards of the list at this address were opened. */
  opened(address: string): number {
    return this.#opened.get(address) ?? STRETCH;
  }

  keepOpened(address: string, count: number) {
    this.#opened.set(address, count);
  }

  /** How tall a stretch of the list was when it was last laid out. px; undefined when it never was. */
  height(address: string, stretch: number): number | undefined {
    return this.#heights.get(`${address} ${stretch}`);
  }

  keepHeight(address: string, stretch: number, height: number) {
    this.#heights.set(`${address} ${stretch}`, height);
  }
}

export const remembered = new Remembered();
