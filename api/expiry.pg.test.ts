/** Who looks for orders whose time is over, how often, and how long that keeps a visitor. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { connect, type Db } from '#db/connect';
import { pgServerStore } from '#db/server-store';
import { personWithPhones, pgServer, type PgServer } from '#db/testing/phones';
import { MONDAY_NOON, openStall, orders, wants } from '#db/testing/stall';
import { testDatabase, type TestDatabase } from '#db/testing/test-database';
import type { EnginePhone } from '#sync/testing/engine-phone';
import { openExpiry } from './expiry';
import { openLog } from './log';

const DAY = 86_400_000;
let database: TestDatabase;
let db: Db;
let server: PgServer;
beforeAll(async () => {
  database = await testDatabase();
  db = connect(database.url);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});
beforeEach(() => {
  server = pgServer(db, MONDAY_NOON);
});

const log = openLog('silent');

/** An order that nobody answers, and how it stands. */
async function unanswered() {
  const { shopId, cake } = await openStall(server, 1);
  const [buyer] = (await personWithPhones(server, 1)) as [EnginePhone];
  const id = await orders(buyer, shopId, [wants(cake, 1, 15_000, 'Bingka')]);
  await buyer.sync();
  return async () => {
    const one = db.selectFrom('market_order').select('status').where('id', '=', id);
    return (await one.executeTakeFirstOrThrow()).status;
  };
}

test('a clock that was set back does not keep orders from expiring', async () => {
  const [wall, steady] = [{ ms: MONDAY_NOON + 400 * DAY }, { ms: 0 }];
  const clocks = { nowMs: () => wall.ms, steadyMs: () => steady.ms };
  const expiry = openExpiry(db, pgServerStore(db), clocks, log);
  await expiry.look();
  await expiry.end();
  wall.ms = MONDAY_NOON + 3 * DAY;
  const standing = await unanswered();
  await expiry.look();
  await expiry.end();
  expect(await standing(), 'asked again at once').toBe('placed');
  steady.ms += 30_000;
  await expiry.look();
  await expiry.end();
  expect(await standing()).toBe('expired');
});

test('whoever comes at midnight does not wait until all orders of the day are ended', async () => {
  const standing = await unanswered();
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  const store = pgServerStore(db);
  const slow: typeof store = {
    ...store,
    transaction: (work) => held.then(() => store.transaction(work)),
  };
  const clocks = { nowMs: () => MONDAY_NOON + 3 * DAY, steadyMs: () => 0 };
  const expiry = openExpiry(db, slow, clocks, log);
  await expiry.look();
  expect(await standing()).toBe('placed');
  letGo();
  await expiry.end();
  expect(await standing()).toBe('expired');
});
