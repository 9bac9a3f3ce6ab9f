/**
 * The real engine, phone to server and back, over a real PostgreSQL: phones that all push at the same
 * moment, which the simulation in memory cannot play.
 */
import { createHash, createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { declarations } from '#domain/index';
import type { ListingValues } from '#domain/listing';
import { prepare } from '#sync/phone/prepare';
import { settle } from '#sync/phone/settle';
import type { PhoneState } from '#sync/phone/store';
import { tap, type Call } from '#sync/phone/tap';
import { candidatesOf, type ConflictValues } from '#sync/questions';
import { readSyncRequest } from '#sync/server/read-request';
import type { ServerPorts } from '#sync/server/store';
import { handleSync } from '#sync/server/sync';
import { MemoryPhoneStore } from '#sync/testing/memory-phone-store';
import type { SyncAnswer, SyncRequest } from '#sync/wire';
import { connect, type Db } from './connect';
import { newId } from './new-id';
import { pgServerStore } from './server-store';
import { testDatabase, type TestDatabase } from './testing/test-database';

const VILLAGE = '63.11.07.2005';
const NOW_MS = Date.UTC(2026, 10, 22);

let database: TestDatabase;
let db: Db;
const poison: unknown[] = [];

beforeAll(async () => {
  database = await testDatabase();
  db = connect(database.url);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const ports = (): ServerPorts => ({
  store: pgServerStore(db),
  nowMs: () => NOW_MS + 60_000,
  seal: (text) => createHmac('sha256', 'test').update(text).digest('base64url'),
  sha256: (text) => createHash('sha256').update(text).digest('hex'),
  onPoison: (_action, failure) => poison.push(failure),
});

/** A phone of a person with an account; every phone's clock shows the same moment. */
class Phone {
  readonly store: MemoryPhoneStore;
  readonly deviceId = newId();
  constructor(readonly personId: string) {
    const state: PhoneState = {
      ...{ deviceId: this.deviceId, deviceEpoch: 0, nextSeq: 1, clock: { ms: 0, counter: 0 } },
      ...{ offsetMs: null, serverEpoch: '', cursors: {}, acked: 0, session: 'live' },
      actor: { personId, hasAccount: true, rights: [] },
      ...{ allSentMs: null, freshMs: null, missingPhotos: [] },
    };
    this.store = new MemoryPhoneStore(state);
  }
  async register(): Promise<void> {
    const device = { id: this.deviceId, node: this.deviceId.slice(-12), person_id: this.personId };
    await db.insertInto('device').values(device).execute();
  }
  async does(...calls: Call[]): Promise<void> {
    for (const call of calls) {
      expect(await tap(this.store, declarations, call, { nowMs: () => NOW_MS })).toMatchObject({
        ok: true,
      });
    }
  }
  /** Speaks until it has nothing left to say or to hear. */
  async sync(): Promise<void> {
    for (let round = 0, more = true; more && round < 50; round += 1) {
      const limits = { fingerprint: 'test', maxEntries: 7, maxBytes: 20_000, maxRows: 30 };
      const clock = { nowMs: () => NOW_MS };
      const request = await prepare(this.store, declarations.publicScopes, limits, clock);
      const answer = await this.send(request);
      await settle(this.store, declarations, request, answer, clock);
      const waiting = this.store.inspect().queue.some(({ state }) => state !== 'answered');
      more = answer.more || waiting;
    }
  }
  async send(request: SyncRequest): Promise<SyncAnswer> {
    const read = readSyncRequest(JSON.parse(JSON.stringify(request)));
    if ('code' in read) throw new Error(read.code);
    const { deviceId, personId } = this;
    const caller = { deviceId, personId, revoked: false, session: 'live' as const };
    const answer = await handleSync(read.request, caller, declarations, ports());
    if ('forked' in answer) throw new Error('forked');
    return JSON.parse(JSON.stringify(answer)) as SyncAnswer;
  }
  /** Rows of a noun as this phone's screens show them. */
  shows(noun: string): unknown[] {
    const rows = this.store.inspect().rows.filter((row) => row.noun === noun && row.view !== null);
    return rows
      .map(({ id, view }) => ({ id, values: view?.values }))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }
}

async function ownerWithPhones(count: number) {
  const personId = newId();
  const phones = Array.from({ length: count }, () => new Phone(personId));
  await db.insertInto('account').values({ person_id: personId, user_id: personId }).execute();
  for (const phone of phones) await phone.register();
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

const listingOf = (phone: Phone): ListingValues =>
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
  expect(poison).toEqual([]);
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
  expect(poison).toEqual([]);
});

test('[S3] an entry that the database itself refuses does not hold up the next', async () => {
  const { phones, shopId, listingId, here } = await ownerWithPhones(1);
  const [phone] = phones as [Phone];
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
  expect(poison.splice(0)).toHaveLength(1);
});
