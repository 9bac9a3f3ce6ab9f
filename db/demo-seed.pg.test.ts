import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { declarations } from '#domain/index';
import type { ListingValues } from '#domain/listing';
import { CATALOGUE_SCOPE, personScope, shopScope, villageScope } from '#domain/scopes';
import { elementsOf, fits } from '#sync/field';
import type { PositionedRow } from '#sync/server/store';
import { connect, type Db } from './connect';
import { demoPhotoId } from './demo-rows';
import { seedDemo, type DemoAccount, type DemoPorts } from './demo-seed';
import { scaledMarket } from './demo/scale';
import { demoMarket } from './demo/village-market';
import { pullScope } from './feed';
import { pgServerStore } from './server-store';
import { testDatabase, type TestDatabase } from './testing/test-database';

let database: TestDatabase;
let db: Db;
const accounts: DemoAccount[] = [];
const market = demoMarket();

beforeAll(async () => {
  database = await testDatabase();
  db = connect(database.url);
  await seedDemo(db, market, portsOf(db));
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

/** Keeps what the pipeline of pictures and the sign-in would keep, as far as the seed can see it. */
function portsOf(target: Db): DemoPorts {
  return {
    async storePhoto(bytes) {
      const hash = createHash('sha256').update(bytes).digest('hex');
      const facts = { mime: 'image/jpeg', size_bytes: bytes.length, width: 348, height: 348 };
      await target
        .insertInto('photo_file')
        .values({ hash, ...facts, visibility: 'public', device_id: null, stored_at: new Date() })
        .execute();
      return { hash, width: 348, height: 348, placeholder: 'placeholder' };
    },
    async createAccount(account) {
      accounts.push(account);
      await target
        .insertInto('account')
        .values({ person_id: account.personId, user_id: account.phone })
        .execute();
    },
  };
}

async function pullAll(scope: string): Promise<PositionedRow[]> {
  const rows: PositionedRow[] = [];
  for (let cursor = '', more = true; more;) {
    const page = await pullScope(db, scope, cursor, 2000);
    rows.push(...page.rows);
    ({ cursor, more } = page);
  }
  return rows;
}

describe('the demo market in the database', () => {
  test('is all there for a phone that knows nobody: shops, products, pictures', async () => {
    const rows = await pullAll(CATALOGUE_SCOPE);
    const count = (noun: string) => rows.filter(({ row }) => row.noun === noun).length;
    const pictures = market.products.flatMap(({ photos }) => photos).length;
    expect(count('shop')).toBe(market.shops.length);
    expect(count('listing')).toBe(market.products.length);
    expect(count('photo')).toBe(pictures);
    const faces = rows.map(({ row }) =>
      declarations.entities.get(row.noun)?.publicFace?.show(row.id, row.values),
    );
    expect(faces.every((face) => face)).toBe(true);
    expect(faces.filter((face) => face?.['sample'] === true)).toHaveLength(market.shops.length);
  });

  test('holds only values a phone could have said', async () => {
    const rows = await pullAll(CATALOGUE_SCOPE);
    for (const { row } of rows) {
      const entity = declarations.entities.get(row.noun)!;
      for (const [name, { shape, policy }] of Object.entries(entity.fields)) {
        if (policy === 'union') continue;
        const value = (row.values as Record<string, unknown>)[name];
        expect(fits(shape, value), `${row.noun}.${name}: ${String(value)}`).toBe(true);
      }
    }
  });

  test('counts goods by movements that add up, and does not count services', async () => {
    const { rows } = await sql<{ stray: number }>`
      select count(*) as stray from listing l
      where stock <> coalesce((select sum(quantity) from movement m where m.listing_id = l.id), 0)
        or counted <> (category not in ('jasa', 'jahit', 'bengkel'))`.execute(db);
    expect(rows[0]!.stray).toBe(0);
  });

  test('has a cash book for those one signs in as: with a mistake in it, and an answer about before', async () => {
    const { rows } = await sql<{ sales: number; backs: number; stray: number; answers: number }>`
      select count(*) filter (where reverses is null) as sales,
        count(*) filter (where reverses is not null) as backs,
        count(*) filter (where reverses is null and total <>
          (select sum(cost * quantity) from sale_line l where l.sale_id = sale.id)) as stray,
        (select count(*) from baseline b where b.shop_id = sale.shop_id) as answers
      from sale group by shop_id`.execute(db);
    expect(rows).toHaveLength(2);
    for (const { sales, backs, stray, answers } of rows) {
      expect(sales).toBeGreaterThan(40);
      expect({ stray, answers }).toEqual({ stray: 0, answers: 1 });
      expect(backs).toBeLessThanOrEqual(1);
    }
    expect(rows.reduce((sum, { backs }) => sum + backs, 0)).toBeGreaterThan(0);
  });

  test('shows the pictures of a product in the order they were chosen', async () => {
    const product = market.products.find(({ photos }) => photos.length > 1) ?? market.products[0]!;
    const [row] = await pgServerStore(db).transaction((tx) =>
      tx.lockRows([{ noun: 'listing', id: product.id }]),
    );
    const shown = elementsOf((row!.values as ListingValues).photos);
    expect(shown).toEqual(product.photos.map((file) => demoPhotoId(product, file)));
  });

  test('lets each role see its own side', async () => {
    const store = pgServerStore(db);
    for (const { id, grants } of market.people.filter(({ pin }) => pin !== null)) {
      const facts = await store.transaction((tx) => tx.person(id));
      expect(facts.hasAccount).toBe(true);
      const roles = (rights: readonly { role: string }[]) =>
        rights.map(({ role }) => role).toSorted();
      expect(roles(facts.rights)).toEqual(roles(grants));
      const own = await pullAll(personScope(id));
      expect(own.map(({ row }) => row.id)).toContain(id);
      for (const shopId of facts.ownedShopIds) {
        const nouns = new Set((await pullAll(shopScope(shopId))).map(({ row }) => row.noun));
        expect(nouns).toContain('listing');
        expect(nouns).toContain('movement');
      }
    }
    const facilitator = market.people.find(({ grants }) =>
      grants.some((g) => g.role === 'facilitator'),
    )!;
    const village = facilitator.grants[0]!.village;
    const people = (await pullAll(villageScope(village))).filter(
      ({ row }) => row.noun === 'person',
    );
    expect(people).toHaveLength(market.people.filter((one) => one.village === village).length);
    expect(accounts).toHaveLength(market.people.filter(({ pin }) => pin !== null).length);
  });

  test('put in again, changes nothing: not a row, not a position, nothing anybody edited', async () => {
    const edited = market.products[0]!.id;
    await db.updateTable('listing').set({ price: 12_345 }).where('id', '=', edited).execute();
    const fingerprint = async () => {
      const { rows } = await sql<{ all: string }>`
        select md5(concat(
          (select string_agg(f::text, '|' order by f::text) from feed f),
          (select string_agg(l::text, '|' order by l.id) from listing l),
          (select string_agg(s::text, '|' order by s.id) from shop s),
          (select string_agg(p::text, '|' order by p.id) from person p))) as all`.execute(db);
      return rows[0]!.all;
    };
    const before = await fingerprint();
    const again = await seedDemo(db, market, portsOf(db));
    const nothing = {
      person: 0,
      shop: 0,
      grant: 0,
      listing: 0,
      photo: 0,
      movement: 0,
      ...{ sale: 0, saleLine: 0, baseline: 0 },
    };
    expect(again).toEqual({ rows: nothing, photos: 0, accounts: 0 });
    expect(await fingerprint()).toBe(before);
  });

  test('goes on where it was cut short', async () => {
    const lost = market.products[1]!.id;
    await db.deleteFrom('movement').where('listing_id', '=', lost).execute();
    await db.deleteFrom('account').where('person_id', '=', market.people[0]!.id).execute();
    const again = await seedDemo(db, market, portsOf(db));
    expect([again.rows['movement'], again.accounts]).toEqual([1, 1]);
  });

  test('takes ten thousand products as well, in seconds', async () => {
    const large = await testDatabase();
    const largeDb = connect(large.url);
    const startedMs = performance.now();
    const { rows } = await seedDemo(largeDb, scaledMarket(10_000, 'bench'), portsOf(largeDb));
    const tookMs = performance.now() - startedMs;
    expect(rows['listing']).toBe(10_000);
    expect(tookMs).toBeLessThan(30_000);
    await largeDb.destroy();
    await large.drop();
  });
});
