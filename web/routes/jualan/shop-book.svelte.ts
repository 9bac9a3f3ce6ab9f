/** The open shop with its cash book, for the screens about its money. */
import { live } from '$lib/phone/live.svelte';
import type { BookRow } from '$lib/phone/money/book-rows';
import { moneyBook } from '$lib/phone/money/money';
import { type ActiveShop, activeShop } from './active-shop.svelte';

export interface ShopBook {
  readonly active: ActiveShop;
  readonly state: 'waiting' | 'here' | 'broken';
  /** The newest first; none while the book is still about the shop that was open before. */
  readonly rows: readonly BookRow[];
}

/** Call while a component is being made. */
export function shopBook(): ShopBook {
  const active = activeShop();
  const book = live((read) => moneyBook(read, active.shop?.id));
  const its = $derived(book.current?.shopId === active.shop?.id ? book.current : null);
  return {
    active,
    get state() {
      if (active.state !== 'here' || !active.shop) return active.state;
      return book.state === 'here' && its === null ? 'waiting' : book.state;
    },
    get rows() {
      return its?.rows ?? [];
    },
  };
}
