import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { person } from '#domain/person';
import type { Entry } from '#sync/entry';
import type { Row } from '#sync/row';
import { conflict } from '#sync/questions';
import { DuplicateRow, type ServerDevice } from '#sync/server/store';
import { connect, type Db } from './connect';
import { pgServerStore } from './server-store';
import { testDatabase, type TestDatabase } from './testing/test-database';

let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await testDatabase();
  db = connect(database.url);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const id = (n: number) => `01990000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const stamp = (n: number) => `0mh${String(n).padStart(9, '0')}0000000000aa00`;
const versionOf = (n: number) => ({ id: stamp(n), order: stamp(n + 1), by: id(7) });
const VILLAGE = '63.11.07.2005';

function personRow(n: number, name = `Acil ${n}`): Row {
  const values = {
    name,
    village: VILLAGE,
    phoneVerifiedMs: 1_795_000_000_000,
    phoneVerifiedBy: '',
  };
  const versions = Object.fromEntries(Object.keys(values).map((field) => [field, versionOf(n)]));
  return { noun: 'person', id: id(n), values, versions };
}

function shopRow(n: number, slug: string, ownerId = id(1)): Row {
  const said = {
    name: 'Warung',
    kind: 'sayur',
    about: '',
    phone: '',
    open: true,
    listed: true,
    verified: '',
  };
  const values = { ownerId, village: VILLAGE, slug, sample: false, ...said };
  return { noun: 'shop', id: id(n), values, versions: { name: versionOf(n) } };
}

async function emptyAll(): Promise<void> {
  await sql`truncate person, right_grant, shop, listing, photo, movement, conflict, kept, device,
    outcome, quarantine, feed, account, photo_file, healed, parked, erased cascade`.execute(db);
}

async function addDevice(device: ServerDevice): Promise<void> {
  await db
    .insertInto('device')
    .values({
      ...{ id: device.id, node: device.id.slice(-12), person_id: device.personId },
      ...{ epoch: device.epoch, last_seq: device.lastSeq, last_order: device.lastOrder },
      entry_count: device.entryCount,
      revoked_at: device.revoked ? new Date() : null,
    })
    .execute();
}

describe('the store in PostgreSQL', () => {
  beforeEach(emptyAll);

  test('locks rows of several nouns in the given order and leaves out those that are not there', async () => {
    const store = pgServerStore(db);
    const rows = [personRow(1), personRow(3), shopRow(2, 'a'), shopRow(4, 'b')];
    await store.transaction(async (tx) => {
      for (const row of rows) await tx.insertRow(row);
    });
    const keys = [rows[3]!, personRow(9), rows[1]!, rows[0]!, rows[2]!, { noun: 'shop', id: 'x' }];
    const locked = await store.transaction((tx) => tx.lockRows(keys));
    expect(locked).toEqual([rows[3], rows[1], rows[0], rows[2]]);
  });

  test('says that an id or a slug is taken and can still go on in the same transaction', async () => {
    const store = pgServerStore(db);
    await store.transaction(async (tx) => {
      await tx.insertRow(shopRow(2, 'warung'));
      await expect(tx.insertRow(shopRow(2, 'other'))).rejects.toThrow(DuplicateRow);
      await expect(tx.insertRow(shopRow(3, 'warung'))).rejects.toThrow(DuplicateRow);
      await tx.insertRow(shopRow(4, 'other'));
    });
    const slugs = await db.selectFrom('shop').select('slug').orderBy('slug').execute();
    expect(slugs).toEqual([{ slug: 'other' }, { slug: 'warung' }]);
  });

  test('of two phones that take one id at the same moment, one is told so', async () => {
    const store = pgServerStore(db);
    const both = await Promise.allSettled(
      [shopRow(2, 'a'), shopRow(2, 'b')].map((row) =>
        store.transaction(async (tx) => {
          await tx.insertRow(row);
          await sql`select pg_sleep(0.05)`.execute(db);
        }),
      ),
    );
    const lost = both.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    expect(lost).toHaveLength(1);
    expect(lost[0]).toBeInstanceOf(DuplicateRow);
  });

  test('two requests of one device never run side by side', async () => {
    const store = pgServerStore(db);
    const device = { ...deviceRow(1), lastSeq: 0 };
    await addDevice(device);
    await Promise.all(
      Array.from({ length: 8 }, () =>
        store.transaction(async (tx) => {
          const standing = (await tx.lockDevice(device.id))!;
          await tx.saveDevice({ ...standing, lastSeq: standing.lastSeq + 1 });
        }),
      ),
    );
    const standing = await store.transaction((tx) => tx.lockDevice(device.id));
    expect(standing?.lastSeq).toBe(8);
  });

  test('knows a person by account, live rights and shops', async () => {
    const store = pgServerStore(db);
    await store.transaction(async (tx) => {
      await tx.insertRow(shopRow(2, 'mine'));
      await tx.insertRow(shopRow(3, 'yours', id(8)));
      await tx.insertRow(grantRow(5, { role: 'helper', shopId: id(3) }));
      await tx.insertRow(grantRow(6, { role: 'facilitator', village: VILLAGE }));
      await tx.insertRow(grantRow(7, { role: 'dinas', status: 'revoked' }));
      await tx.insertRow(personRow(1, 'Siti'));
    });
    const read = () => store.transaction((tx) => tx.person(id(1)));
    const rights = [
      { role: 'helper', village: '', shopId: id(3) },
      { role: 'facilitator', village: VILLAGE, shopId: '' },
    ];
    expect(await read()).toEqual({ hasAccount: false, rights, ownedShopIds: [id(2)] });
    await db
      .insertInto('account')
      .values({ person_id: id(1), user_id: 'u1' })
      .execute();
    expect((await read()).hasAccount).toBe(true);
    expect(await store.transaction((tx) => tx.nameOf(id(1)))).toBe('Siti');
    expect(await store.transaction((tx) => tx.nameOf(id(9)))).toBe('');
    expect(await store.transaction((tx) => tx.person('nobody'))).toEqual({
      ...{ hasAccount: false, rights: [], ownedShopIds: [] },
    });
  });

  test('finds the open question about a field, not one that was answered; never two of them', async () => {
    const store = pgServerStore(db);
    const answered = questionRow(1, 'decided');
    const open = questionRow(2, 'open');
    await store.transaction(async (tx) => {
      await tx.insertRow(answered);
      await tx.insertRow(open);
    });
    const find = (field: string) =>
      store.transaction((tx) => tx.openQuestion('listing', id(50), field));
    expect(await find('price')).toEqual(open);
    expect(await find('status')).toBeUndefined();
    const second = store.transaction((tx) => tx.insertRow(questionRow(3, 'open')));
    await expect(second).rejects.toThrow(DuplicateRow);
  });

  test('keeps what a revoked phone sent to the letter, once', async () => {
    const store = pgServerStore(db);
    await addDevice(deviceRow(1));
    const entry: Entry = {
      ...{ seq: 3, action: 'x', input: { text: 'nul \u0000 half \ud800' }, stamp: stamp(1) },
      ...{ rawMs: 1, corrected: false, bases: {} },
    };
    for (let i = 0; i < 2; i += 1) {
      await store.transaction((tx) => tx.quarantine(deviceRow(1).id, 0, entry));
    }
    const kept = await db.selectFrom('quarantine').select('entry').execute();
    expect(kept).toEqual([{ entry }]);
  });

  test('asks for pictures of products this person tends until their bytes are here', async () => {
    const store = pgServerStore(db);
    const hash = (n: number) => String(n).repeat(64);
    await store.transaction(async (tx) => {
      await tx.insertRow(shopRow(2, 'mine'));
      await tx.insertRow(shopRow(3, 'helped', id(8)));
      await tx.insertRow(shopRow(4, 'foreign', id(8)));
      await tx.insertRow(grantRow(5, { role: 'helper', shopId: id(3) }));
      await tx.insertRow(listingRow(12, id(2), [22, 25]));
      await tx.insertRow(listingRow(13, id(3), [23]));
      await tx.insertRow(listingRow(14, id(4), [24]));
      await tx.insertRow(photoRow(22, id(12), id(2), hash(2)));
      await tx.insertRow(photoRow(23, id(13), id(3), hash(3)));
      await tx.insertRow(photoRow(24, id(14), id(4), hash(4)));
      await tx.insertRow(photoRow(25, id(12), id(2), hash(5)));
      // Taken off its product: nobody waits for it.
      await tx.insertRow(photoRow(26, id(12), id(2), hash(6)));
    });
    expect(await store.missingPhotos(id(1))).toEqual([hash(5), hash(3), hash(2)]);
    await db
      .insertInto('photo_file')
      .values(fileRow(hash(2), new Date()))
      .execute();
    await db
      .insertInto('photo_file')
      .values(fileRow(hash(3), null))
      .execute();
    expect(await store.missingPhotos(id(1))).toEqual([hash(5), hash(3)]);
    const facilitator = grantRow(6, { role: 'facilitator', village: VILLAGE });
    await store.transaction((tx) => tx.insertRow(facilitator));
    expect(await store.missingPhotos(id(1))).toEqual([hash(5), hash(4), hash(3)]);
    expect(await store.missingPhotos(id(77))).toEqual([]);
  });

  test('holds what must hold even if code forgets: movements of nothing, strays, wide words', async () => {
    const store = pgServerStore(db);
    const put = (row: Row) => store.transaction((tx) => tx.insertRow(row));
    await put(shopRow(2, 'mine'));
    await put(listingRow(12, id(2), []));
    const movement = (n: number, values: object) => ({
      ...{ noun: 'movement', id: id(n), versions: {} },
      values: {
        listingId: id(12),
        shopId: id(2),
        village: VILLAGE,
        quantity: 1,
        reason: 'sale',
        ...values,
      },
    });
    await put(movement(31, {}));
    await expect(put(movement(32, { quantity: 0 }))).rejects.toThrow('movement_quantity_check');
    await expect(put(movement(33, { reason: 'gift' }))).rejects.toThrow('movement_reason_choice');
    await expect(put(movement(34, { listingId: id(99) }))).rejects.toThrow('foreign key');
    await expect(put(personRow(1, 'x'.repeat(61)))).rejects.toThrow('too long');
    await expect(addDevice(deviceRow(1)).then(() => addDevice(deviceRow(1)))).rejects.toThrow(
      'device',
    );
  });

  describe('when transactions stand in each other’s way', () => {
    const waits: number[] = [];
    const ports = {
      sleep: async (ms: number) => void waits.push(ms),
      random: () => 0.5,
    };
    afterEach(() => void waits.splice(0));

    test('lets the victim of a deadlock go again until both are done', async () => {
      const store = pgServerStore(db, ports);
      await store.transaction(async (tx) => {
        await tx.insertRow(personRow(1));
        await tx.insertRow(personRow(2));
      });
      const order = [
        [1, 2],
        [2, 1],
      ];
      let met = 0;
      await Promise.all(
        order.map((keys) =>
          store.transaction(async (tx) => {
            await tx.lockRows([personRow(keys[0]!)]);
            met += 1;
            // Both hold their first row before either reaches for its second; later tries run freely.
            while (met < 2) await new Promise((resolve) => setTimeout(resolve, 2));
            await tx.lockRows([personRow(keys[1]!)]);
          }),
        ),
      );
      expect(waits).toEqual([10]);
    });

    test('gives up after a bounded number of tries, waiting longer each time', async () => {
      const store = pgServerStore(db, ports);
      let tries = 0;
      const work = store.transaction(async () => {
        tries += 1;
        await sql`do $$ begin raise exception 'on purpose' using errcode = '40001'; end $$`.execute(
          db,
        );
      });
      await expect(work).rejects.toThrow('on purpose');
      expect([tries, waits]).toEqual([6, [10, 20, 40, 80, 160]]);
      expect(store.isTransient(await work.catch((failure: unknown) => failure))).toBe(true);
    });

    test('tells a broken road from a wrong word', async () => {
      const store = pgServerStore(db, ports);
      const failureOf = (work: Promise<unknown>) =>
        work.then(
          () => undefined,
          (failure: unknown) => failure,
        );
      const killed = store.transaction(() =>
        sql`select pg_terminate_backend(pg_backend_pid())`.execute(db),
      );
      expect(store.isTransient(await failureOf(killed))).toBe(true);
      const wrong = store.transaction((tx) => tx.insertRow(personRow(1, 'x'.repeat(61))));
      expect(store.isTransient(await failureOf(wrong))).toBe(false);
      const nobodyThere = connect('postgres://nobody@127.0.0.1:9/none');
      const refused = pgServerStore(nobodyThere).epoch();
      expect(store.isTransient(await failureOf(refused))).toBe(true);
      await nobodyThere.destroy();
      const closed = pgServerStore(nobodyThere).epoch();
      expect(store.isTransient(await failureOf(closed))).toBe(true);
    });
  });

  test('reads wide numbers back as numbers', async () => {
    const store = pgServerStore(db);
    const row = personRow(1);
    const values = { ...row.values, phoneVerifiedMs: Number.MAX_SAFE_INTEGER } as Row['values'];
    await store.transaction((tx) => tx.insertRow({ ...row, values }));
    const [back] = await store.transaction((tx) => tx.lockRows([row]));
    expect(back?.values).toEqual(values);
    const typed = await db.selectFrom('person').select('phone_verified_ms').execute();
    expect(typed).toEqual([{ phone_verified_ms: Number.MAX_SAFE_INTEGER }]);
    expect(person.fields.phoneVerifiedMs.shape.kind).toBe('integer');
  });
});

function deviceRow(n: number): ServerDevice {
  const counters = { epoch: 0, lastSeq: 0, lastOrder: '', entryCount: 0 };
  return { id: id(700 + n), personId: id(n), revoked: false, ...counters };
}

function grantRow(
  n: number,
  values: { role: string; village?: string; shopId?: string; status?: string },
): Row {
  const given = {
    personId: id(1),
    village: '',
    shopId: '',
    givenBy: id(8),
    ...{ status: 'active', personName: '' },
    ...values,
  };
  return { noun: 'grant', id: id(n), values: given, versions: { status: versionOf(n) } };
}

function listingRow(n: number, shopId: string, photoNumbers: number[]): Row {
  const live = Object.fromEntries(photoNumbers.map((photo) => [id(photo), stamp(photo)]));
  const values = {
    ...{ shopId, village: VILLAGE, title: 'Bayam', price: 3000, unit: 'ikat', category: 'sayur' },
    ...{ about: '', soldOut: false, counted: true, photos: { live, dead: {} }, stock: 0 },
    reserved: 0,
    status: 'published',
  };
  return { noun: 'listing', id: id(n), values, versions: {} };
}

function photoRow(n: number, listingId: string, shopId: string, hash: string): Row {
  const values = {
    ...{ listingId, shopId, village: VILLAGE, hash, width: 800, height: 600 },
    ...{ placeholder: '', visibility: 'public' },
  };
  return { noun: 'photo', id: id(n), values, versions: {} };
}

function questionRow(n: number, status: 'open' | 'decided'): Row {
  const values = {
    ...{ noun: 'listing', rowId: id(50), field: 'price', scopes: `shop:${id(2)}` },
    ...{ candidates: '[]', status, chosen: '', decidedBy: '' },
  };
  return { noun: conflict.noun, id: id(40 + n), values, versions: { status: versionOf(n) } };
}

function fileRow(hash: string, storedAt: Date | null) {
  const facts = {
    mime: 'image/jpeg',
    size_bytes: 9,
    width: 1,
    height: 1,
    visibility: 'public' as const,
  };
  return { hash, ...facts, device_id: null, stored_at: storedAt };
}
