import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { dinas, give, member, PANGGUNG, type SignedIn } from '../testing/people';
import { chance, type TestPhone } from '../testing/test-phone';
import { testServer, type TestServer } from '../testing/test-server';

let server: TestServer;
let siti: SignedIn;
let office: SignedIn;
let buyer: TestPhone;
let shopId: string;
beforeAll(async () => {
  server = await testServer();
  siti = await member(server, 'Acil Siti');
  office = await dinas(server);
  buyer = await server.guest();
  shopId = await siti.phone.openShop('Warung Acil Siti');
});
afterAll(() => server.close());

interface Changes {
  readonly scope: string;
  readonly cursor: string;
  readonly tables: readonly { noun: string; ids: string[]; columns: Record<string, unknown[]> }[];
  readonly gone: readonly string[];
}

/** What a phone hears in one scope after a cursor. */
async function hears(phone: TestPhone, scope: string, cursor = ''): Promise<Changes> {
  const cursors = cursor === '' ? {} : { [scope]: cursor };
  const { body } = await phone.sync([], { cursors });
  const changes = (body['changes'] as Changes[]).find((one) => one.scope === scope);
  return changes ?? { scope, cursor, tables: [], gone: [] };
}
const ids = ({ tables }: Changes, noun: string) =>
  tables.filter((table) => table.noun === noun).flatMap((table) => table.ids);
const CATALOGUE = 'catalogue:63.11.07';

describe('[S9] the record of a picture', () => {
  test('comes into the market with its product, and leaves it with it', async () => {
    const { phone } = siti;
    const id = await phone.addListing(shopId, 'Madu Kelulut', false);
    const hash = chance(32);
    const photoId = await phone.addPhoto(shopId, id, hash);
    const draft = await hears(buyer, CATALOGUE);
    expect(JSON.stringify(draft)).not.toContain(hash);
    expect(JSON.stringify(draft)).not.toContain(photoId);

    let { cursor } = draft;
    for (const [action, comes] of [
      ['listing.publish', true],
      ['listing.hide', false],
      ['listing.publish', true],
      ['listing.remove', false],
    ] as const) {
      await phone.mustApply([phone.entry(action, { id, shopId })]);
      const news = await hears(buyer, CATALOGUE, cursor);
      expect([ids(news, 'photo'), ids(news, 'listing')], action).toEqual(
        comes ? [[photoId], [id]] : [[], []],
      );
      expect([...news.gone].sort(), action).toEqual(
        comes ? [] : [`listing/${id}`, `photo/${photoId}`],
      );
      cursor = news.cursor;
    }
  });

  test('leaves when it is taken off its product, and its neighbours do not travel again', async () => {
    const { phone } = siti;
    const listingId = await phone.addListing(shopId, 'Anyaman');
    const stays = await phone.addPhoto(shopId, listingId, chance(32));
    const goes = await phone.addPhoto(shopId, listingId, chance(32));
    const before = await hears(buyer, CATALOGUE);
    expect(ids(before, 'photo')).toEqual(expect.arrayContaining([stays, goes]));
    const { photos } = await server.db
      .selectFrom('listing')
      .select('photos')
      .where('id', '=', listingId)
      .executeTakeFirstOrThrow();
    const seen = { [`photos:${goes}`]: photos.live[goes] ?? '' };
    const entry = phone.entry('photo.remove', { id: goes, listingId, shopId });
    await phone.mustApply([{ ...entry, bases: { [`listing/${listingId}`]: seen } }]);
    const after = await hears(buyer, CATALOGUE, before.cursor);
    expect([ids(after, 'photo'), after.gone]).toEqual([[], [`photo/${goes}`]]);
  });

  test('of a shop nobody has listed yet stays with the shop', async () => {
    const guest = await server.guest();
    const own = await guest.openShop('Warung Tamu');
    const listingId = await guest.addListing(own, 'Sapu', false);
    const photoId = await guest.addPhoto(own, listingId, chance(32));
    expect(ids(await hears(buyer, CATALOGUE), 'photo')).not.toContain(photoId);
    expect(ids(await hears(guest, `shop:${own}`), 'photo')).toEqual([photoId]);
  });
});

describe('a helper named on another phone', () => {
  test('has a name in the shop, and no more of them than the name', async () => {
    const helper = await member(server, 'Julak Amat', '63.11.07.2016');
    await give(siti, helper, { role: 'helper', shopId });
    const second = await server.guest();
    expect((await second.signIn(siti.number, '318274')).status).toBe(200);
    const held = await hears(second, `shop:${shopId}`);
    const grants = held.tables.find(({ noun }) => noun === 'grant');
    expect(grants?.columns['personName']).toEqual(['Julak Amat']);
    expect(ids(held, 'person')).toEqual([]);
    expect(JSON.stringify(held)).not.toContain('63.11.07.2016');

    const { phone, personId } = helper;
    await phone.mustApply([phone.entry('person.edit', { id: personId, name: 'Haji Amat' })]);
    const news = await hears(second, `shop:${shopId}`, held.cursor);
    expect(news.tables.map(({ noun, columns }) => [noun, columns['personName']])).toEqual([
      ['grant', ['Haji Amat']],
    ]);
  });
});

describe('a shop somebody has looked at', () => {
  test('says in which office and when, to everybody, and never who', async () => {
    const facilitator = await member(server, 'Pak Rahman');
    await give(office, facilitator, { role: 'facilitator', village: PANGGUNG });
    const { slug } = await server.db
      .selectFrom('shop')
      .select('slug')
      .where('id', '=', shopId)
      .executeTakeFirstOrThrow();
    const seen = async () => {
      const answer = await fetch(`${server.url}/api/public/shop/${slug}`);
      const text = await answer.text();
      for (const secret of [facilitator.personId, office.personId, 'Pak Rahman', 'Ibu Noor'])
        expect(text).not.toContain(secret);
      return (JSON.parse(text) as { shop: Record<string, unknown> }).shop;
    };
    expect(await seen()).toMatchObject({ verified: false, verifiedBy: '', verifiedMs: 0 });
    for (const [who, verifiedBy] of [
      [facilitator, 'facilitator'],
      [office, 'dinas'],
    ] as const) {
      const fromMs = Date.now();
      const { phone } = who;
      await phone.mustApply([phone.entry('shop.verify', { id: shopId, verified: true })]);
      const { verifiedMs, ...shop } = await seen();
      expect(shop).toMatchObject({ verified: true, verifiedBy });
      expect(verifiedMs).toBeGreaterThanOrEqual(fromMs);
      expect(verifiedMs).toBeLessThanOrEqual(Date.now());
    }
    const copy = await hears(buyer, CATALOGUE);
    expect(JSON.stringify(copy)).not.toContain(facilitator.personId);
  });
});
