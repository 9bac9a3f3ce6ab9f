/** Questions about the market's copy, which everybody on this phone may ask, locked or not. */
import { marketTier } from '#domain/market-order';
import { isProgress } from '#sync/frame-taker';
import type { CatalogueDb, PublicHeld } from './db/catalogue-db';
import { eachPage } from './db/each-page';
import {
  assemble,
  type Catalogue,
  productOf,
  type PublicListing,
  type PublicPhoto,
  type PublicProduct,
  type PublicShop,
} from './public-views';
import type { VillageCount } from './views';

/** No frame has come for so long: then it is worth while to look at half a market. ms */
const CALM_MS = 1_500;

export class PublicQueries {
  private reading: Promise<Catalogue> | null = null;
  private asked = false;

  constructor(private readonly catalogueDb: CatalogueDb) {}

  /** Of a market that is just arriving what is there once no more comes, however often it is asked. */
  async catalogue(): Promise<Catalogue> {
    const half = (await this.cursors()).some(isProgress);
    if (half && this.asked) {
      this.reading ??= this.calm()
        .then(() => this.whole())
        .finally(() => (this.reading = null));
      return this.reading;
    }
    this.asked = true;
    return this.whole();
  }

  /** All that a live reading of the market follows: whatever changes it moves a cursor as well. */
  private async cursors(): Promise<string[]> {
    return (await this.catalogueDb.cursors.toArray()).map(({ cursor }) => cursor);
  }

  private async calm(): Promise<void> {
    for (let before = ''; ;) {
      const now = (await this.cursors()).join();
      if (now === before) return;
      before = now;
      await new Promise((go) => setTimeout(go, CALM_MS));
    }
  }

  private async whole(): Promise<Catalogue> {
    const shops = new Map<string, PublicShop>();
    const photos = new Map<string, PublicPhoto>();
    const tiers: PublicProduct[][] = [[], [], []];
    await eachPage(this.catalogueDb, ['shop', 'photo', 'listing'], ({ noun, id, values }) => {
      if (noun === 'shop') shops.set(id, faceOf(id, values));
      else if (noun === 'photo') photos.set(id, faceOf(id, values));
      else {
        const listing = faceOf<PublicListing>(id, values);
        tiers[marketTier(listing)]?.push(productOf(listing, shops, photos));
      }
    });
    // They came by id: the market's order within each tier, read backwards.
    return { products: tiers.flatMap((tier) => tier.reverse()), shops: [...shops.values()] };
  }

  async publicProduct(id: string): Promise<PublicProduct | null> {
    const { rows } = this.catalogueDb;
    await this.cursors();
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

const faceOf = <T>(id: string, values: PublicHeld['values']): T => ({ id, ...values }) as T;

const faces = <T>(held: readonly PublicHeld[]): T[] =>
  held.map(({ id, values }) => faceOf<T>(id, values));
