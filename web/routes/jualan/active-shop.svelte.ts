/**
 * Which shop is open on the seller's pages. `?toko=` names it (that is how a facilitator comes), the
 * phone remembers it for this person, and otherwise it is the first shop they have.
 */
import { browser } from '$app/environment';
import { page } from '$app/state';
import { live } from '$lib/phone/live.svelte';
import { phone } from '$lib/phone/phone.svelte';
import { shelf } from '$lib/phone/shelf';
import type { ShopView } from '$lib/phone/views';
import type { Role } from '$lib/ui/navigation';

/** As whom the person stands in the shop. */
export type Standing = 'owner' | 'helper' | 'facilitator';

export interface ActiveShop {
  readonly state: 'waiting' | 'here' | 'broken';
  /** The shop the address names, whether or not it is held here. */
  readonly named: string | null;
  /** Null: none yet, or the one that was asked for is not held here. */
  readonly shop: ShopView | null;
  /** The shops a person has or helps in. */
  readonly all: readonly ShopView[];
  /** A shop was named and this phone does not hold it. */
  readonly missing: boolean;
  readonly standing: Standing;
  /** Whose cloth the pages wear. */
  readonly role: Role;
}

const KEY = 'jukung.shop.';

/** Opens another shop from now on. */
export function rememberShop(shopId: string): void {
  if (phone.me) shelf.setItem(KEY + phone.me.personId, shopId);
}

/** Call while a component is being made. */
export function activeShop(): ActiveShop {
  const named = $derived(browser ? page.url.searchParams.get('toko') : null);
  const wanted = $derived(named ?? (phone.me ? shelf.getItem(KEY + phone.me.personId) : null));
  const mine = live((read) => read.myShops());
  const other = live((read) => (wanted ? read.shop(wanted) : Promise.resolve(null)));

  // The last answer may still be about the shop that was open before.
  const found = $derived(other.current?.id === wanted ? other.current : null);
  const shop = $derived(found ?? (named ? null : (mine.current?.[0] ?? null)));
  const standing = $derived(shop ? standingIn(shop) : 'owner');

  $effect(() => {
    if (named && found) rememberShop(found.id);
  });

  return {
    get state() {
      if (mine.state === 'broken' || other.state === 'broken') return 'broken';
      return mine.state === 'here' && other.state === 'here' ? 'here' : 'waiting';
    },
    get named() {
      return named;
    },
    get shop() {
      return shop;
    },
    get all() {
      return mine.current ?? [];
    },
    get missing() {
      return named !== null && shop === null;
    },
    get standing() {
      return standing;
    },
    get role() {
      return standing === 'facilitator' ? 'pendamping' : 'penjual';
    },
  };
}

/** As whom this person stands in a shop they may tend. */
export function standingIn(shop: ShopView): Standing {
  if (shop.mine) return 'owner';
  const helps = phone.me?.rights.some(
    (right) => right.role === 'helper' && right.shopId === shop.id,
  );
  return helps ? 'helper' : 'facilitator';
}
