/**
 * The demo market grown to any size, for benchmarks: the hand-written shops first, then neighbours of
 * theirs who sell the same kinds of things under their own names ("Bingka kentang Acil Rusnah").
 *
 * Titles stay unique and read like titles, because search and compression behave quite differently
 * on `product 00042`.
 */
import type { CategoryKey } from '#domain/categories';
import { villages } from '#domain/place/villages';
import type { DemoMarket, DemoPerson, DemoProduct, DemoShop } from './demo-types';
import { inventedPhone } from './people';
import { seeded, type Seeded } from './seeded';
import type { Good, Stall } from './stalls/read-stalls';
import { demoId, demoMarket, slugOf, stockToday, writtenStalls } from './village-market';

const women = {
  honorifics: ['Acil', 'Mama', 'Bu', 'Nini', 'Hj.'],
  names:
    `Rusnah Aisyah Aminah Arbainah Asiah Asmah Baidah Dahliah Diana Erna Faridah Hadijah Halimah
    Hamidah Hayati Helda Hikmah Idah Irma Isnawati Juhriah Juairiah Kartini Khadijah Latifah Linda
    Mahmudah Maisarah Mardiana Marfuah Mariana Maulida Mira Misnah Mulyani Munawarah Nafisah Noraida
    Norhayati Norlina Nursiah Patmah Rahimah Raihanah Rohani Rosita Rusdiah Saniah Saudah Sumiati
    Tasiah Ulfah Wahidah Yani Yulida Zahrah Zulaiha Zuraida`.split(/\s+/),
};
const men = {
  honorifics: ['Amang', 'Paman', 'Pak', 'Kai', 'Julak'],
  names:
    `Abdullah Adul Ahmadi Aliansyah Amrullah Anwar Arifin Asmuni Aspiani Bahrani Bahrudin Burhan
    Darmawi Fadli Gusti Hadran Hairani Halidi Hamli Hasbi Hendra Idris Ilham Irwan Ismail Jainudin
    Jarkasi Junaidi Kursani Lutfi Mahyudin Marzuki Masdar Mawardi Mukhlis Murjani Mursidi Nasrudin
    Norman Pahmi Rahmadi Rasidi Riduan Rusli Salman Samsuri Saruji Sofyan Sugian Sukri Syamsudin
    Taufik Tajudin Wahyudi Yamani Yusran Zaini Zakaria Zulkifli`.split(/\s+/),
};

/** Honorific and name: every maker there can be before neighbourhood numbers are needed. */
const makers = [women, men].flatMap(({ honorifics, names }) =>
  names.flatMap((name) => honorifics.map((honorific) => `${honorific} ${name}`)),
);

const shopWords: Readonly<Record<CategoryKey, readonly string[]>> = {
  sayur: ['Sayur', 'Kebun', 'Lapak Sayur'],
  buah: ['Buah', 'Kebun Buah', 'Lapak Buah'],
  kue: ['Wadai', 'Dapur Wadai', 'Warung Wadai'],
  keripik: ['Keripik', 'Camilan', 'Dapur Camilan'],
  ikan: ['Iwak', 'Kolam', 'Keramba'],
  beras: ['Beras', 'Kilang Padi', 'Tani'],
  madu: ['Madu', 'Kelulut'],
  anyaman: ['Anyaman', 'Purun', 'Bakul'],
  minuman: ['Warung', 'Kopi', 'Es'],
  bumbu: ['Bumbu', 'Sambal', 'Rempah'],
  ternak: ['Ternak', 'Ayam', 'Itik'],
  jahit: ['Jahit', 'Bordir', 'Permak'],
  bengkel: ['Bengkel', 'Las', 'Tambal Ban'],
  jasa: ['Jasa', 'Tukang', 'Sewa'],
  lainnya: ['Toko', 'Warung', 'Kios'],
};

/**
 * A market of exactly `productCount` products, the same for the same count and seed.
 *
 * Up to the size of the demo market it is a part of it; beyond, invented neighbours are added until
 * the count is reached. The people are always the demo people and one owner for each further shop.
 *
 * @param productCount how many products, 1 or more
 * @param seed any text
 */
export function scaledMarket(productCount: number, seed: string): DemoMarket {
  const base = demoMarket();
  const people: DemoPerson[] = [...base.people];
  const shops: DemoShop[] = [...base.shops];
  const products: DemoProduct[] = base.products.slice(0, productCount);
  const stalls = writtenStalls();
  const takenSlugs = new Set(shops.map((shop) => shop.slug));

  for (let i = 0; products.length < productCount; i++) {
    const chance = seeded(`${seed}/${i}`);
    const like = chance.pick(stalls);
    const neighbour = openShop(like, makerName(i), takenSlugs, chance, shops.length);
    takenSlugs.add(neighbour.shop.slug);
    people.push(neighbour.owner);
    shops.push(neighbour.shop);
    const room = productCount - products.length;
    for (const good of sampleOf(goodsOfKind(stalls, like.kind), chance).slice(0, room)) {
      products.push(sell(good, makerName(i), neighbour.shop, chance));
    }
  }
  return { people, shops, products };
}

/** The i-th maker. Walks the list by a stride without common factors, so neighbours differ. */
function makerName(i: number): string {
  const maker = makers[(i * 37) % makers.length] as string;
  const round = Math.floor(i / makers.length);
  return round === 0 ? maker : `${maker} RT ${round}`;
}

function openShop(
  like: Stall,
  maker: string,
  takenSlugs: ReadonlySet<string>,
  chance: Seeded,
  index: number,
): { shop: DemoShop; owner: DemoPerson } {
  const wanted = `${chance.pick(shopWords[like.kind])} ${maker}`;
  const name = takenSlugs.has(slugOf(wanted)) ? `${wanted} ${index}` : wanted;
  const slug = slugOf(name);
  const village = chance.pick(villages).code;
  const phone = inventedPhone(index + 101);
  const ownerId = demoId(`owner/${slug}`);
  return {
    owner: {
      ...{ id: ownerId, name: `${maker} (contoh)`, village, phone },
      ...{ pin: null, phoneVerified: chance.fraction() < 0.6, grants: [] },
    },
    shop: {
      ...{ id: demoId(`shop/${slug}`), ownerId, village, slug, name, kind: like.kind },
      ...{ about: like.about, phone, open: chance.fraction() < 0.93 },
      ...{ verified: chance.fraction() < 0.6, sample: true as const },
    },
  };
}

function goodsOfKind(stalls: readonly Stall[], kind: CategoryKey): Good[] {
  return stalls.filter((stall) => stall.kind === kind).flatMap((stall) => stall.goods);
}

/** Eight to twelve different goods, in drawn order (Fisher–Yates, stopped early). */
function sampleOf(goods: Good[], chance: Seeded): Good[] {
  const wanted = Math.min(goods.length, chance.whole(8, 12));
  for (let i = 0; i < wanted; i++) {
    const j = chance.whole(i, goods.length - 1);
    [goods[i], goods[j]] = [goods[j] as Good, goods[i] as Good];
  }
  return goods.slice(0, wanted);
}

/** The neighbour's version: own name on it, a price within a sixth, and no borrowed photo. */
function sell(good: Good, maker: string, shop: DemoShop, chance: Seeded): DemoProduct {
  const title = `${good.title} ${maker}`;
  const key = `${shop.slug}/${title}`;
  return {
    id: demoId(`product/${key}`),
    shopId: shop.id,
    village: shop.village,
    title,
    price: roundPrice(good.price * (0.85 + 0.3 * chance.fraction())),
    unit: good.unit,
    category: good.category,
    about: good.about,
    stock: stockToday(good, key),
    soldOut: chance.fraction() < 0.02,
    photos: [],
  };
}

/** To the coins people use: fifties below a thousand, five hundreds above. */
function roundPrice(price: number): number {
  const coin = price < 1000 ? 50 : 500;
  return Math.max(coin, Math.round(price / coin) * coin);
}
