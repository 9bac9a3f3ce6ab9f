/** What is being sold right now: how many of what, and money without a product. Empty after each sale. */
import type { SaleChannel } from '#domain/sale';
import { recordSale } from '#domain/sale-record';
import { LINES_PER_ORDER, MAX_QUANTITY } from '#domain/order';
import { writeLines } from '#domain/order-lines';
import { act, type Done, newId } from '$lib/phone/act';
import type { ProductView } from '$lib/phone/views';

export class QuickSale {
  channel = $state<SaleChannel>('stall');
  amount = $state(0);
  words = $state('');
  /** Units by product. */
  private counts = $state<Readonly<Record<string, number>>>({});

  countOf(id: string): number {
    return this.counts[id] ?? 0;
  }

  /** @returns false when one sale can't hold another kind */
  add(id: string): boolean {
    const kinds = Object.values(this.counts).filter((count) => count > 0).length;
    if (this.countOf(id) === 0 && kinds >= LINES_PER_ORDER) return false;
    this.counts = { ...this.counts, [id]: Math.min(MAX_QUANTITY, this.countOf(id) + 1) };
    return true;
  }

  less(id: string): void {
    this.counts = { ...this.counts, [id]: Math.max(0, this.countOf(id) - 1) };
  }

  chosen(goods: readonly ProductView[]): { product: ProductView; count: number }[] {
    return goods.flatMap((product) => {
      const count = this.countOf(product.id);
      return count > 0 ? [{ product, count }] : [];
    });
  }

  /** Whole rupiah. */
  total(goods: readonly ProductView[]): number {
    const sold = this.chosen(goods).map(({ product, count }) => product.price * count);
    return sold.reduce((sum, price) => sum + price, this.amount);
  }

  /** Writes it down for the shop, and begins the next one when it stands. */
  async save(shopId: string, goods: readonly ProductView[]): Promise<Done> {
    const sold = this.chosen(goods);
    const { amount, words } = this;
    const lines = sold.map(({ product: { id, title, unit, price }, count }) => ({
      ...{ listingId: id, title: title.trim(), unit, price, quantity: count },
    }));
    const done = await act(recordSale, {
      ...{ id: newId(), shopId, channel: this.channel },
      ...(lines.length > 0 ? { lines: writeLines(lines) } : {}),
      ...(amount > 0 ? { amount, words } : {}),
    });
    if (done.ok) {
      // The next customer's first taps may have come while this sale was written.
      const left = { ...this.counts };
      for (const { product, count } of sold) left[product.id] = this.countOf(product.id) - count;
      this.counts = left;
      if (this.amount === amount) this.amount = 0;
      if (this.words === words) this.words = '';
    }
    return done;
  }
}
