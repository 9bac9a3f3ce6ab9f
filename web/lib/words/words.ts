/**
 * Words: every sentence a person reads comes from here, in plain Indonesian.
 *
 * ADDING WORDS FOR A FEATURE (three steps):
 *   1. write `web/lib/words/id/<feature>.ts`:
 *        export const <feature> = speak({ '<feature>.title': 'Tambah produk' });
 *      (keys start with the feature's name, `{name}` marks a place to fill);
 *   2. below, add one type import and one member of `Words`;
 *   3. in every file that says one of them: `import '$lib/words/id/<feature>';` (a test tells which).
 *
 * ADDING A LANGUAGE: `id/` decides which keys exist and stays beneath every other language.
 *   1. write `web/lib/words/<code>/<feature>.ts` for each file of `id/`, whole, or it does not compile:
 *        export const market: InLanguage<typeof indonesian> = speak({ … });
 *      (a test also looks at every folder here: a key or a `{name}` that is missing is named);
 *   2. it is chosen once for a page, before anything is said: `speak` over the same keys replaces the words
 *      of `id/`, so the chosen language's files are imported after them (web/routes/+layout.ts is the place,
 *      by what /saya has kept on the phone), and choosing another one reloads the page.
 * Times follow by themselves: their words are keys like all others (`when.ts`).
 */
import type { account } from './id/account';
import type { assist } from './id/assist';
import type { cart } from './id/cart';
import type { claim } from './id/claim';
import type { common } from './id/common';
import type { conflict } from './id/conflict';
import type { desk } from './id/desk';
import type { gate } from './id/gate';
import type { help } from './id/help';
import type { late } from './id/late';
import type { lost } from './id/lost';
import type { market } from './id/market';
import type { money } from './id/money';
import type { orderText } from './id/order-text';
import type { orders } from './id/orders';
import type { outbox } from './id/outbox';
import type { passOn } from './id/pass-on';
import type { pay } from './id/pay';
import type { people } from './id/people';
import type { qris } from './id/qris';
import type { refusals } from './id/refusals';
import type { roles } from './id/roles';
import type { selling } from './id/selling';
import type { stalls } from './id/stalls';
import type { shopOrders } from './id/shop-orders';
import type { status } from './id/status';
import type { when } from './id/when';
import './id/common';
import { spoken } from './spoken';

/** The Indonesian catalogue: the one that decides which keys exist. */
type Words = typeof account &
  typeof assist &
  typeof cart &
  typeof claim &
  typeof orderText &
  typeof common &
  typeof conflict &
  typeof desk &
  typeof gate &
  typeof help &
  typeof late &
  typeof lost &
  typeof market &
  typeof money &
  typeof orders &
  typeof outbox &
  typeof passOn &
  typeof pay &
  typeof people &
  typeof qris &
  typeof refusals &
  typeof roles &
  typeof selling &
  typeof stalls &
  typeof shopOrders &
  typeof status &
  typeof when;

/** The words of one file of `id/` in another language: every key, and no other. */
export type InLanguage<W> = { readonly [K in keyof W]: string };

type WordKey = keyof Words;

type Places<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Places<Rest>
  : never;
type PlacesOf<K extends WordKey> = Places<Words[K]>;

/** The keys whose words have no place to fill: what a component may take as a plain word. */
export type PlainKey = { [K in WordKey]: [PlacesOf<K>] extends [never] ? K : never }[WordKey];

type Filling<K extends WordKey> = [PlacesOf<K>] extends [never]
  ? []
  : [places: Record<PlacesOf<K>, string | number>];

/**
 * The words for a key. Indonesian has no plural forms, so a number is only put in its place.
 *
 * @param key which words
 * @param places the value for each `{name}` in them; required exactly when there are any
 * @returns the sentence, ready to show
 */
export function t<K extends WordKey>(key: K, ...places: Filling<K>): string {
  const filling = (places[0] ?? {}) as Record<string, string | number>;
  return (spoken[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) =>
    String(filling[name] ?? whole),
  );
}
