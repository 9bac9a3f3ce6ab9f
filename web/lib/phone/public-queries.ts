/** Questions about the market's copy, which everybody on this phone may ask, locked or not. */
import { inMarketOrder } from '#domain/market-order';
import type { CatalogueDb, PublicHeld } from './db/catalogue-db';
import {
  assemble,
  type Catalogue,
  type PublicListing,
  type PublicPhoto,
  type PublicProduct,
  type PublicShop,
} from './public-views';
import type { VillageCount } from './views';

export class PublicQueries {
  constructor(private readonly catalogueDb: CatalogueDb) {}

  async catalogue(): Promise<Catalogue> {
    const { rows } = this.catalogueDb;
    const [listings, shops, photos] = await Promise.all(
      ['listing', 'shop', 'photo'].map((noun) => rows.where('noun').equals(noun).toArray()),
    );
    return assemble(
      faces<PublicListing>(listings ?? []).sort(inMarketOrder),
      faces<PublicShop>(shops ?? []),
      faces<PublicPhoto>(photos ?? []),
    );
  }

  async publicProduct(id: string): Promise<PublicProduct | null> {
    const { rows } = this.catalogueDb;
    const held = await rows.get(`listing/${id}`);
    if (!held) return null;
    const [listing] = faces<PublicListing>([held]);
    if (!listing) return null;
    const [home, ...photos] = await rows.bulkGet([
      `shop/${listing.shopId}`,
      ...listing.photos.map((photoId) => `photo/${photoId}`),
    ]);
    const { products } = assemble(
      [listing],
      home ? faces<PublicShop>([home]) : [],
      faces<PublicPhoto>(photos.filter((photo) => photo !== undefined)),
    );
    return products[0] ?? null;
  }

  async publicShop(
    slug: string,
  ): Promise<{ shop: PublicShop; products: readonly PublicProduct[] } | null> {
    const { products, shops } = await this.catalogue();
    const found = shops.find((candidate) => candidate.slug === slug);
    return found
      ? { shop: found, products: products.filter(({ shopId }) => shopId === found.id) }
      : null;
  }

  async villageCounts(): Promise<VillageCount[]> {
    const { products, shops } = await this.catalogue();
    const counts = new Map<string, { shops: number; products: number }>();
    const at = (village: string) => {
      const count = counts.get(village) ?? { shops: 0, products: 0 };
      counts.set(village, count);
      return count;
    };
    for (const { village } of shops) at(village).shops += 1;
    for (const { village } of products) at(village).products += 1;
    return [...counts].map(([village, count]) => ({ village, ...count }));
  }
}

const faces = <T>(held: readonly PublicHeld[]): T[] =>
  held.map(({ id, values }) => ({ id, ...values }) as unknown as T);
