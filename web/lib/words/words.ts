/**
 * Words: every sentence a person reads comes from here, in plain Indonesian.
 *
 * ADDING WORDS FOR A FEATURE (two steps):
 *   1. write `web/lib/words/id/<feature>.ts`:
 *        export const <feature> = { '<feature>.title': 'Tambah produk' } as const;
 *      (keys start with the feature's name, `{name}` marks a place to fill, keep `as const`);
 *   2. below, add one import line and one spread line.
 */
import { account } from './id/account';
import { assist } from './id/assist';
import { common } from './id/common';
import { conflict } from './id/conflict';
import { desk } from './id/desk';
import { help } from './id/help';
import { market } from './id/market';
import { outbox } from './id/outbox';
import { people } from './id/people';
import { refusals } from './id/refusals';
import { selling } from './id/selling';
// 1. import line: one per feature, in alphabetical order

/** The Indonesian catalogue: the one that decides which keys exist. */
const id = {
  ...account,
  ...assist,
  ...common,
  ...conflict,
  ...desk,
  ...help,
  ...market,
  ...outbox,
  ...people,
  ...refusals,
  ...selling,
  // 2. spread line: one per feature, in alphabetical order
} as const;

type WordKey = keyof typeof id;

/**
 * The languages spoken. Another one joins by a line here, `en` or `bjn`: the type checker then names
 * every key it still lacks.
 */
const languages = { id } satisfies Record<string, Readonly<Record<WordKey, string>>>;

type Places<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Places<Rest>
  : never;
type PlacesOf<K extends WordKey> = Places<(typeof id)[K]>;

/** The keys whose words have no place to fill: what a component may take as a plain word. */
export type PlainKey = { [K in WordKey]: [PlacesOf<K>] extends [never] ? K : never }[WordKey];

type Filling<K extends WordKey> = [PlacesOf<K>] extends [never]
  ? []
  : [places: Record<PlacesOf<K>, string | number>];

const spoken: Readonly<Record<WordKey, string>> = languages.id;

/**
 * The words for a key. Indonesian has no plural forms, so a number is only put in its place.
 *
 * @param key which words
 * @param places the value for each `{name}` in them; required exactly when there are any
 * @returns the sentence, ready to show
 */
export function t<K extends WordKey>(key: K, ...places: Filling<K>): string {
  const filling = (places[0] ?? {}) as Record<string, string | number>;
  return spoken[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(filling[name] ?? whole));
}
