import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CATALOGUE_SCOPE } from '#domain/scopes';
import { progressCursor } from '#sync/wire';
import { CATALOGUE_DB } from './db/catalogue-name';
import { rememberStoreNames } from './db/store-name';
import { readMarketCopy, readProductCopy, readShopCopy } from './market-copy';
import { keepShrunk } from './photo/keep';
import { shelf } from './shelf';
import { NOW, PhoneInABox, VILLAGE } from './testing/phone-in-a-box';
import { uuid7 } from './uuid7';

let phone: PhoneInABox;
beforeEach(async () => {
  phone = await PhoneInABox.open();
});
afterEach(() => phone.close());

const buffer = (text: string) => new TextEncoder().encode(text).buffer as ArrayBuffer;

describe("what a seller's screens are told", () => {
  it('names every record Draf, Siap dikirim or Perlu Anda, newest first, and leaves out what was removed', async () => {
    const shopId = await phone.openShop();
    const refused = await phone.addListing(shopId, 'Ditolak');
    const draft = await phone.addListing(shopId, 'Draf');
    const gone = await phone.addListing(shopId, 'Dihapus');
    await phone.tap('listing.remove', { id: gone, shopId });
    // Without an account everything is kept as a draft; let one look published.
    const ready = await phone.addListing(shopId, 'Siap');
    const row = (await phone.db.rows.get(`listing/${ready}`))!;
    await phone.db.rows.put({
      ...row,
      view: { ...row.view!, values: { ...row.view!.values, status: 'published' } },
    });
    await phone.tap('listing.edit', { id: refused, shopId, price: 1 });
    const queue = await phone.db.queue.toArray();
    const last = queue.at(-1)!;
    await phone.db.queue.put({
      ...last,
      state: 'refused',
      outcome: { seq: last.seq, result: 'refused', code: 'shop.not_yours' },
    });
    const products = await phone.queries.products(shopId);
    expect(products.map(({ title, state }) => [title, state]).sort()).toEqual(
      [
        ['Ditolak', 'needs-you'],
        ['Draf', 'draft'],
        ['Siap', 'ready'],
      ].sort(),
    );
    expect(await phone.queries.product(draft)).toMatchObject({
      title: 'Draf',
      availability: 'ada',
      stock: 0,
    });
    expect(await phone.queries.refusals()).toMatchObject([
      { action: 'listing.edit', subject: 'Ditolak', code: 'shop.not_yours' },
    ]);
    expect(await phone.queries.signalFacts()).toMatchObject({
      waiting: queue.length - 1,
      needsYou: 1,
      oldestMs: NOW,
    });
  });

  it('counts a picture as waiting until its bytes have arrived', async () => {
    const shopId = await phone.openShop();
    const listingId = await phone.addListing(shopId);
    const bytes = { full: buffer('full'), preview: buffer('p'), thumb: buffer('t') };
    const hash = 'a'.repeat(64);
    await keepShrunk(
      phone.db,
      { hash, width: 9, height: 9, placeholder: '', type: 'image/webp', ...bytes },
      NOW,
      () => Promise.resolve(0),
    );
    expect((await phone.queries.outbox()).filter(({ kind }) => kind === 'photo')).toEqual([]);
    await phone.tap('photo.add', {
      id: uuid7(NOW),
      listingId,
      shopId,
      hash,
      width: 9,
      height: 9,
      placeholder: '',
    });
    expect((await phone.queries.outbox()).filter(({ kind }) => kind === 'photo')).toMatchObject([
      { subject: 'Amparan tatak', sizeBytes: 4, state: 'waiting' },
    ]);
    expect(await phone.queries.photosOf(listingId)).toMatchObject([{ hash, sending: 'waiting' }]);
    await phone.db.photos.update(hash, { sent: 'full' });
    expect(await phone.queries.photosOf(listingId)).toMatchObject([{ sending: 'sent' }]);
  });

  it('says who this is before and after somebody has said a name', async () => {
    expect(await phone.queries.me()).toMatchObject({
      name: '',
      hasAccount: false,
      session: 'none',
    });
    await phone.tap('person.introduce', { id: phone.personId, name: 'Ratna', village: VILLAGE });
    expect(await phone.queries.me()).toMatchObject({ name: 'Ratna', village: VILLAGE });
    expect(await phone.queries.history('person', phone.personId)).toMatchObject({
      subject: 'Ratna',
      kept: [],
      standing: expect.arrayContaining([
        expect.objectContaining({ field: 'name', value: 'Ratna', personName: 'Ratna' }),
      ]) as unknown,
    });
  });

  it('outlives a record that makes no sense', async () => {
    const shopId = await phone.openShop();
    await phone.db.rows.put({
      name: 'shop/x',
      noun: 'shop',
      id: 'x',
      scopes: [],
      view: 7,
    } as never);
    await phone.db.queue.put({ deviceEpoch: 0, seq: 9, entry: 'lost' } as never);
    expect((await phone.queries.myShops()).map(({ id }) => id)).toEqual([shopId]);
    expect(await phone.queries.outbox()).toHaveLength(1);
  });
});

describe("the market's copy, read before the stores are there", () => {
  const put = (noun: string, id: string, values: Record<string, unknown>) =>
    phone.catalogue.rows.put({
      name: `${noun}/${id}`,
      noun,
      id,
      position: 1,
      values: values as never,
    });

  it('gives the same as the stores will', async () => {
    rememberStoreNames(CATALOGUE_DB, [phone.catalogue.name], shelf);
    expect(await readMarketCopy()).toBeNull();
    await put('shop', 's1', { slug: 'wadai-ratna', name: 'Wadai Ratna', village: VILLAGE });
    await put('listing', 'l1', {
      shopId: 's1',
      title: 'Amparan',
      photos: ['p1', 'p-unknown'],
      village: VILLAGE,
    });
    await put('photo', 'p1', { listingId: 'l1', hash: 'h' });
    expect(await readProductCopy('l1')).toMatchObject({
      listing: { id: 'l1', title: 'Amparan' },
      shop: { slug: 'wadai-ratna' },
      photos: [{ id: 'p1' }],
    });
    expect(await readProductCopy('nobody')).toBeNull();
    expect(await readShopCopy('wadai-ratna')).toMatchObject({
      shop: { id: 's1' },
      listings: [{ id: 'l1' }],
      photos: [{ id: 'p1' }],
    });
    expect(await readShopCopy('nobody')).toBeNull();
    expect(await phone.queries.publicProduct('l1')).toMatchObject({
      title: 'Amparan',
      photos: [{ id: 'p1' }],
      shop: { name: 'Wadai Ratna' },
    });
    expect(await phone.queries.villageCounts()).toEqual([
      { village: VILLAGE, shops: 1, products: 1 },
    ]);
    await phone.catalogue.firstPaint.put({
      id: 'market',
      json: '{"listings":[],"shops":[],"photos":[]}',
    });
    const empty = { listings: [], shops: [], photos: [] };
    expect(await readMarketCopy()).toEqual({ ...empty, half: false });
    const cursor = progressCursor('0123456789abcdef', 84);
    await phone.catalogue.cursors.put({ scope: CATALOGUE_SCOPE, cursor, hasStale: true });
    expect(await readMarketCopy()).toEqual({ ...empty, half: true });
    await phone.catalogue.firstPaint.put({ id: 'market', json: '{"listings":[' });
    expect(await readMarketCopy()).toBeNull();
  });

  it('leaves no empty database behind on a phone that has never heard the market', async () => {
    rememberStoreNames(CATALOGUE_DB, ['never-made'], shelf);
    expect(await readMarketCopy()).toBeNull();
    expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain('never-made');
  });
});
