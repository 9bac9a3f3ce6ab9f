/**
 * The demo market: seventy-two invented shops in the sixteen villages, everything they sell, and the
 * people one can sign in as. The same on every machine and every day.
 *
 * What people would read is written by hand in `stalls/`; chance only decides what is dull to write:
 * how many are left today, which shop is closed, whom the facilitator has already visited.
 */
import type { DemoMarket, DemoPerson, DemoProduct, DemoShop } from './demo-types';
import { inventedPhone, signInPeople, type SignInPerson } from './people';
import { seeded } from './seeded';
import { anyaman } from './stalls/anyaman';
import { bengkel } from './stalls/bengkel';
import { beras } from './stalls/beras';
import { buah } from './stalls/buah';
import { bumbu } from './stalls/bumbu';
import { ikan } from './stalls/ikan';
import { jahit } from './stalls/jahit';
import { jasa } from './stalls/jasa';
import { keripik } from './stalls/keripik';
import { kue } from './stalls/kue';
import { lainnya } from './stalls/lainnya';
import { madu } from './stalls/madu';
import { minuman } from './stalls/minuman';
import { readStalls, type Good, type Stall } from './stalls/read-stalls';
import { sayur } from './stalls/sayur';
import { ternak } from './stalls/ternak';

/** All tables, in the order of the shelves. */
const tables = [
  ...[sayur, buah, kue, keripik, ikan, beras, madu, anyaman],
  ...[minuman, bumbu, ternak, jahit, bengkel, jasa, lainnya],
];

/** Demo rows are born in the sixty days after this moment (1 September 2026, WITA). */
const firstBirthMs = Date.UTC(2026, 7, 31, 16);
const birthSpanMs = 60 * 24 * 60 * 60 * 1000;

/** Builds the whole market; every call gives equal values. */
export function demoMarket(): DemoMarket {
  const stalls = tables.flatMap(readStalls);
  const shops = stalls.map(shopOf);
  return {
    people: [
      ...signInPeople.map((person) => signInPerson(person, shops)),
      ...ownersOf(stalls, shops),
    ],
    shops,
    products: stalls.flatMap((stall, i) =>
      stall.goods.map((good) => productOf(good, shops[i] as DemoShop)),
    ),
  };
}

/** An id that stays the same as long as its key does. */
export function demoId(key: string): string {
  const chance = seeded(key);
  return chance.uuid7(firstBirthMs + Math.floor(chance.fraction() * birthSpanMs));
}

/** `Bingka Mama Salasiah` → `bingka-mama-salasiah`: the shop's name in its web address. */
export function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/**
 * How many are left today. Services keep their usual number (places in a day); of goods every
 * sixteenth or so is gone and every eighth nearly, as on any market day.
 */
export function stockToday(good: Good, seed: string): number {
  if (['jasa', 'jahit', 'bengkel'].includes(good.category)) return good.usualStock;
  const chance = seeded(`stock/${seed}`);
  const luck = chance.fraction();
  if (luck < 0.06) return 0;
  if (luck < 0.18) return Math.min(good.usualStock, chance.whole(1, 3));
  return Math.max(1, Math.round(good.usualStock * (0.4 + 0.9 * chance.fraction())));
}

/** The hand-written stalls, for those who build on them (scale.ts). */
export function writtenStalls(): Stall[] {
  return tables.flatMap(readStalls);
}

function shopOf(stall: Stall, index: number): DemoShop {
  const slug = slugOf(stall.name);
  const chance = seeded(`shop-mood/${slug}`);
  const owner = signInAs(stall.owner);
  return {
    id: demoId(`shop/${slug}`),
    ownerId: owner?.id ?? demoId(`owner/${slug}`),
    village: stall.village,
    slug,
    name: stall.name,
    kind: stall.kind,
    about: stall.about,
    phone: owner?.phone ?? ownerPhone(index),
    // The shops of people one signs in as are open and visited, so that trying Jukung starts there.
    open: owner !== null || chance.fraction() < 0.93,
    verified: owner !== null || chance.fraction() < 0.6,
    sample: true,
  };
}

function productOf(good: Good, shop: DemoShop): DemoProduct {
  const key = `${shop.slug}/${good.title}`;
  return {
    id: demoId(`product/${key}`),
    shopId: shop.id,
    village: shop.village,
    title: good.title,
    price: good.price,
    unit: good.unit,
    category: good.category,
    about: good.about,
    stock: stockToday(good, key),
    soldOut: seeded(`switch/${key}`).fraction() < 0.02,
    photos: good.photos,
  };
}

function ownersOf(stalls: readonly Stall[], shops: readonly DemoShop[]): DemoPerson[] {
  return stalls.flatMap((stall, i) => {
    const shop = shops[i] as DemoShop;
    if (signInAs(stall.owner)) return [];
    const { ownerId: id, village, phone, verified: phoneVerified } = shop;
    return [
      { id, name: `${stall.owner} (contoh)`, village, phone, pin: null, phoneVerified, grants: [] },
    ];
  });
}

function signInPerson(person: SignInPerson, shops: readonly DemoShop[]): DemoPerson {
  const helpedOwner = person.helpsOwner === undefined ? null : signInAs(`@${person.helpsOwner}`);
  const helped = shops.find((shop) => shop.ownerId === helpedOwner?.id);
  return {
    ...signInIdentity(person),
    name: person.name,
    village: person.village,
    pin: person.pin,
    phoneVerified: true,
    grants: [
      ...person.grants.map((grant) => ({ ...grant, shopId: '' })),
      ...(helped ? [{ role: 'helper' as const, village: '', shopId: helped.id }] : []),
    ],
  };
}

/** Id and number of `@key` among the people one can sign in as; null for an owner's plain name. */
function signInAs(owner: string): { id: string; phone: string } | null {
  if (!owner.startsWith('@')) return null;
  const person = signInPeople.find(({ key }) => `@${key}` === owner);
  if (!person) throw new Error(`no one to sign in as ${owner}`);
  return signInIdentity(person);
}

function signInIdentity(person: SignInPerson): { id: string; phone: string } {
  const phone = inventedPhone(signInPeople.indexOf(person) + 1);
  return { id: demoId(`person/${person.key}`), phone };
}

/** Owners' numbers start at 101, well after those one signs in with. */
function ownerPhone(shopIndex: number): string {
  return inventedPhone(shopIndex + 101);
}
