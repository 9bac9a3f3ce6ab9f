/** The open shop with the goods that buyers see, for what the seller passes on. */
import { live } from '$lib/phone/live.svelte';
import type { ProductView } from '$lib/phone/views';
import { type ActiveShop, activeShop } from './active-shop.svelte';

export interface OwnStall {
  readonly active: ActiveShop;
  readonly state: 'waiting' | 'here' | 'broken';
  /** Published ones, newest first. */
  readonly goods: readonly ProductView[];
}

/** Call while a component is being made. */
export function ownStall(): OwnStall {
  const active = activeShop();
  const products = live((read) =>
    active.shop ? read.products(active.shop.id) : Promise.resolve([]),
  );
  const goods = $derived(
    (products.current ?? []).filter(
      ({ shopId, status }) => status === 'published' && shopId === active.shop?.id,
    ),
  );
  return {
    active,
    get state() {
      return active.state === 'here' && active.shop ? products.state : active.state;
    },
    get goods() {
      return goods;
    },
  };
}
