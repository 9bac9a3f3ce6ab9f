import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { declarations } from '#domain/index';
import { CATALOGUE_SCOPE, personScope, shopScope, villageScope } from '#domain/scopes';
import type { Row } from '#sync/row';
import { publishChanges } from '#sync/server/follow';
import type { ServerStore } from '#sync/server/store';
import { adoptGuest, OtherPerson, type Adoption } from './adopt-guest';
import { connect, type Db } from './connect';
import { newId } from './new-id';
import { pgServerStore } from './server-store';
import { testDatabase, type TestDatabase } from './testing/test-database';

const VILLAGE = '63.11.07.2005';
const STAMP = '0mh000000000aaaaaaaaaaaa00';
const NOW_MS = 1_795_000_000_000;

let database: TestDatabase;
let db: Db;
let store: ServerStore;
let adoption: Adoption;
let shop: Row;

beforeAll(async () => {
  database = await testDatabase();
  db = connect(database.url);
  store = pgServerStore(db);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

beforeEach(async () => {
  adoption = { deviceId: newId(), guestId: newId(), personId: newId() };
  const { deviceId, guestId } = adoption;
  await db
    .insertInto('device')
    .values({ id: deviceId, node: deviceId.slice(-12), person_id: guestId })
    .execute();
  await db
    .insertInto('account')
    .values({ person_id: adoption.personId, user_id: newId() })
    .execute();
  const said = {
    name: 'Warung',
    kind: 'sayur',
    about: '',
    phone: '',
    open: true,
    listed: true,
    verified: '',
  };
  const version = { id: STAMP, order: STAMP, by: guestId };
  shop = {
    ...{ noun: 'shop', id: newId(), versions: { ownerId: version, name: version } },
    values: {
      ownerId: guestId,
      village: VILLAGE,
      slug: `warung-${newId()}`,
      sample: false,
      ...said,
    },
  };
  const introduced = { name: 'Tamu', village: VILLAGE, phoneVerifiedMs: 0, phoneVerifiedBy: '' };
  await put({ noun: 'person', id: guestId, values: introduced, versions: {} });
  await put(shop);
});

const put = (row: Row) =>
  store.transaction(async (tx) => {
    await tx.insertRow(row);
    await publishChanges(tx, declarations.entities, [{ after: row }]);
  });

const grantTo = (personId: string): Row => ({
  ...{ noun: 'grant', id: newId(), versions: {} },
  values: {
    ...{ personId, role: 'helper', village: '', shopId: shop.id },
    ...{ givenBy: personId, personName: '', status: 'active' },
  },
});

describe('when a guest signs in to the account they already had', () => {
  test('the shops are the person’s, and every phone that holds them hears of it', async () => {
    const scopes = [shopScope(shop.id), villageScope(VILLAGE), CATALOGUE_SCOPE];
    const cursors = await Promise.all(scopes.map((scope) => store.pull(scope, '', 500)));
    await adoptGuest(db, adoption, NOW_MS);
    for (const [i, scope] of scopes.entries()) {
      const news = await store.pull(scope, cursors[i]!.cursor, 10);
      expect(news.rows).toMatchObject([
        { row: { id: shop.id, values: { ownerId: adoption.personId, name: 'Warung' } } },
      ]);
    }
    const facts = await store.transaction((tx) => tx.person(adoption.personId));
    expect(facts.ownedShopIds).toEqual([shop.id]);
    const guest = await store.transaction((tx) => tx.person(adoption.guestId));
    expect(guest).toEqual({ hasAccount: false, rights: [], ownedShopIds: [] });
    const actor = { personId: adoption.personId, ...facts };
    expect(declarations.scopesOf(actor, facts.ownedShopIds)).toContain(shopScope(shop.id));
  });

  test('the new owner is a version of its own that ranks after the guest’s', async () => {
    await adoptGuest(db, adoption, NOW_MS);
    const [row] = await store.transaction((tx) => tx.lockRows([shop]));
    const { ownerId, name } = row!.versions;
    expect(ownerId!.by).toBe(adoption.personId);
    expect(ownerId!.order > STAMP).toBe(true);
    expect(name).toEqual(shop.versions['name']);
  });

  test('the phone speaks for the person, and the guest leaves the village’s list', async () => {
    const { cursor } = await store.pull(villageScope(VILLAGE), '', 500);
    await adoptGuest(db, adoption, NOW_MS);
    const device = await store.transaction((tx) => tx.lockDevice(adoption.deviceId));
    expect(device?.personId).toBe(adoption.personId);
    const { gone } = await store.pull(villageScope(VILLAGE), cursor, 10);
    expect(gone).toEqual([`person/${adoption.guestId}`]);
    expect(await store.transaction((tx) => tx.nameOf(adoption.guestId))).toBe('Tamu');
  });

  test('rights given to the guest go along', async () => {
    const right = grantTo(adoption.guestId);
    await put(right);
    const { cursor } = await store.pull(personScope(adoption.guestId), '', 10);
    await adoptGuest(db, adoption, NOW_MS);
    const facts = await store.transaction((tx) => tx.person(adoption.personId));
    expect(facts.rights).toEqual([{ role: 'helper', village: '', shopId: shop.id }]);
    const left = await store.pull(personScope(adoption.guestId), cursor, 10);
    expect(left.gone).toContain(`grant/${right.id}`);
    const joined = await store.pull(personScope(adoption.personId), '', 10);
    expect(joined.rows.map(({ row }) => row.id)).toEqual([right.id]);
  });

  test('twice is once', async () => {
    await adoptGuest(db, adoption, NOW_MS);
    const { cursor } = await store.pull(shopScope(shop.id), '', 10);
    await adoptGuest(db, adoption, NOW_MS + 1);
    expect((await store.pull(shopScope(shop.id), cursor, 10)).rows).toEqual([]);
  });

  test('of two people at once one gets the phone and everything on it, the other is told', async () => {
    const rival = { ...adoption, personId: newId() };
    const both = await Promise.allSettled([
      adoptGuest(db, adoption, NOW_MS),
      adoptGuest(db, rival, NOW_MS),
    ]);
    const [lost] = both.flatMap((one) =>
      one.status === 'rejected' ? [one.reason as unknown] : [],
    );
    expect(lost).toBeInstanceOf(OtherPerson);
    const winner = both[0].status === 'fulfilled' ? adoption.personId : rival.personId;
    const device = await store.transaction((tx) => tx.lockDevice(adoption.deviceId));
    const { ownedShopIds } = await store.transaction((tx) => tx.person(winner));
    expect([device?.personId, ownedShopIds]).toEqual([winner, [shop.id]]);
  });

  test('a shop that is being sent at that very moment is not left behind', async () => {
    const late: Row = {
      ...shop,
      id: newId(),
      values: { ...shop.values, slug: `b-${newId()}` } as Row['values'],
    };
    let adopted: Promise<void> | undefined;
    await store.transaction(async (tx) => {
      await tx.lockDevice(adoption.deviceId);
      adopted = adoptGuest(db, adoption, NOW_MS);
      await new Promise((resolve) => setTimeout(resolve, 50));
      await tx.insertRow(late);
    });
    await adopted;
    const { ownedShopIds } = await store.transaction((tx) => tx.person(adoption.personId));
    expect(ownedShopIds).toEqual([shop.id, late.id].toSorted());
  });

  test('never takes what belongs to an account or to another phone', async () => {
    const other = { ...adoption, guestId: newId() };
    await expect(adoptGuest(db, other, NOW_MS)).rejects.toThrow('does not speak');
    const account = { person_id: adoption.guestId, user_id: newId() };
    await db.insertInto('account').values(account).execute();
    await expect(adoptGuest(db, adoption, NOW_MS)).rejects.toThrow('no guest');
    const { ownedShopIds } = await store.transaction((tx) => tx.person(adoption.guestId));
    expect(ownedShopIds).toEqual([shop.id]);
  });
});
