/**
 * The real engine, phone to server and back, over a real PostgreSQL: phones that all push at the same
 * moment, which the simulation in memory cannot play.
 */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ListingValues } from '#domain/listing';
import { candidatesOf, type ConflictValues } from '#sync/questions';
import type { EnginePhone } from '#sync/testing/engine-phone';
import { connect, type Db } from './connect';
import { newId } from './new-id';
import { personWithPhones, pgServer, type PgServer } from './testing/phones';
import { testDatabase, type TestDatabase } from './testing/test-database';

const VILLAGE = '63.11.07.2005';
const NOW_MS = Date.UTC(2026, 10, 22);

let database: TestDatabase;
let db: Db;
let server: PgServer;

beforeAll(async () => {
  database = await testDatabase();
  db = connect(database.url);
  server = pgServer(db, NOW_MS + 60_000);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

async function ownerWithPhones(count: number) {
  const phones = await personWithPhones(server, count);
  const shopId = newId();
  const listingId = newId();
  const here = { id: listingId, shopId };
  const shop = { id: shopId, village: VILLAGE, name: 'Warung Siti', kind: 'kue' };
  const product = {
    title: 'Bingka',
    price: 15_000,
    unit: 'loyang',
    category: 'kue',
    publish: true,
  };
  await phones[0]!.does(
    { action: 'shop.open', input: shop },
    { action: 'listing.add', input: { ...here, ...product, stock: 10, movementId: newId() } },
  );
  for (const phone of phones) await phone.sync();
  return { phones, shopId, listingId, here };
}

const listingOf = (phone: EnginePhone): ListingValues =>
  (phone.shows('listing')[0] as { values: ListingValues }).values;

test('[S1] six phones that push at the same moment sell nothing twice and agree in the end', async () => {
  const { phones, shopId, listingId, here } = await ownerWithPhones(6);
  for (const [n, phone] of phones.entries()) {
    for (let i = 0; i < 15; i += 1) {
      const move = {
        id: newId(),
        listingId,
        shopId,
        quantity: i % 3 === 0 ? 4 : -1,
        reason: 'recount',
      };
      await phone.does({ action: 'movement.record', input: move });
    }
    await phone.does({ action: 'listing.edit', input: { ...here, title: `Bingka ${n}` } });
  }
  // Each says everything twice, side by side, as an impatient proxy would.
  await Promise.all(phones.flatMap((phone) => [phone.sync(), phone.sync().catch(() => undefined)]));
  for (let round = 0; round < 3; round += 1) for (const phone of phones) await phone.sync();

  const { rows } = await sql<{ stock: number; sum: number; count: number }>`
    select stock, (select sum(quantity)::int from movement where listing_id = ${listingId}) as sum,
      (select count(*)::int from movement where listing_id = ${listingId}) as count
    from listing where id = ${listingId}`.execute(db);
  const expected = 10 + 6 * (5 * 4 - 10);
  expect(rows).toEqual([{ stock: expected, sum: expected, count: 1 + 6 * 15 }]);
  for (const noun of ['listing', 'movement', 'kept']) {
    for (const phone of phones) expect(phone.shows(noun)).toEqual(phones[0]!.shows(noun));
  }
  // One title shows; of the six said unseen, the five others are kept.
  expect(phones[0]!.shows('kept')).toHaveLength(5);
  expect(server.poison).toEqual([]);
});

test('[S6] two prices said at the same moment are kept both, asked once, and answered once', async () => {
  const { phones, shopId, listingId, here } = await ownerWithPhones(3);
  for (const [n, phone] of phones.entries()) {
    await phone.does({ action: 'listing.edit', input: { ...here, price: 14_000 + n * 1000 } });
  }
  await Promise.all(phones.map((phone) => phone.sync()));
  for (const phone of phones) await phone.sync();
  const questions = phones[0]!.shows('conflict') as { id: string; values: ConflictValues }[];
  expect(questions).toHaveLength(1);
  const { id, values } = questions[0]!;
  expect(values.status).toBe('open');
  expect(
    candidatesOf(values)
      .map(({ value }) => value)
      .toSorted(),
  ).toEqual([14_000, 15_000, 16_000]);
  await phones[2]!.does({
    action: 'conflict.decide',
    input: { id, listingId, shopId, value: '15500' },
  });
  await phones[2]!.sync();
  await phones[0]!.sync();
  expect(listingOf(phones[0]!).price).toBe(15_500);
  expect(phones[0]!.shows('conflict')).toMatchObject([
    { values: { status: 'decided', chosen: '15500' } },
  ]);
  expect(server.poison).toEqual([]);
});

test('[S3] an entry that the database itself refuses does not hold up the next', async () => {
  const { phones, shopId, listingId, here } = await ownerWithPhones(1);
  const [phone] = phones as [EnginePhone];
  const move = { id: newId(), listingId, shopId, quantity: 1, reason: 'restock' };
  await sql`alter table movement add constraint on_purpose check (id <> ${sql.lit(move.id)})`.execute(
    db,
  );
  await phone.does(
    { action: 'movement.record', input: move },
    { action: 'listing.edit', input: { ...here, title: 'Bingka kentang' } },
  );
  await phone.sync();
  await sql`alter table movement drop constraint on_purpose`.execute(db);
  const [refused] = phone.store.inspect().queue;
  expect(refused).toMatchObject({ state: 'refused', outcome: { code: 'entry.failed' } });
  expect(listingOf(phone)).toMatchObject({ title: 'Bingka kentang', stock: 10 });
  expect(server.poison.splice(0)).toHaveLength(1);
});
