import { createHash, createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import { declarations } from '#domain/index';
import { CATALOGUE_SCOPE } from '#domain/scopes';
import type { Row } from '#sync/row';
import type { ServerPorts } from '#sync/server/store';
import { handleSync } from '#sync/server/sync';
import { makeStamp, nodeOf } from '#sync/stamp';
import { PROTOCOL, type SyncAnswer } from '#sync/wire';

import { connect, type Db } from './connect';
import { erasePerson } from './erase-person';
import { pgServerStore } from './server-store';
import { erasuresSoFar, findSnapshot, keepSnapshot, keepStream, readStream } from './snapshots';
import { testDatabase, type TestDatabase } from './testing/test-database';
import { untilWaiting } from './testing/until-waiting';

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
const [GONE, FACILITATOR, SHOP, DEVICE] = [id(1), id(2), id(3), id(4)];
const VILLAGE = '63.11.07.2005';
const NOW_MS = Date.UTC(2026, 10, 22);

const shopRow: Row = {
  noun: 'shop',
  id: SHOP,
  values: {
    ...{ ownerId: GONE, village: VILLAGE, slug: 'warung-siti', sample: false, name: 'Warung Siti' },
    ...{ kind: 'sayur', about: '', phone: '', open: true, listed: true, verified: '' },
  },
  versions: {},
};

beforeEach(async () => {
  await sql`truncate person, right_grant, shop, device, outcome, feed, account, erased, snapshot
    cascade`.execute(db);
  await pgServerStore(db).transaction(async (tx) => {
    await tx.insertRow(shopRow);
    await tx.publish(shopRow, [CATALOGUE_SCOPE]);
  });
});

const EPOCH = id(9);
const snapshot = {
  ...{ id: '0123456789abcdef', scope: CATALOGUE_SCOPE, epoch: EPOCH, cursor: '5' },
  ...{ rows: 1, frames: 1, packed: Buffer.from('Warung Siti') },
};

test('no snapshot goes on showing an erased person, and nothing more is kept of it', async () => {
  expect(await keepSnapshot(db, snapshot, await erasuresSoFar(db))).toBe(true);
  await erasePerson(db, GONE);
  expect(await findSnapshot(db, snapshot.id, null)).toBeNull();
  await keepStream(db, snapshot.id, 0, snapshot.packed);
  expect(await readStream(db, snapshot.id, 0)).toBeNull();
});

test('a snapshot whose rows were read before the erasure is not kept after it', async () => {
  const before = await erasuresSoFar(db);
  await erasePerson(db, GONE);
  expect(await keepSnapshot(db, snapshot, before)).toBe(false);
  expect(await keepSnapshot(db, snapshot, await erasuresSoFar(db))).toBe(true);
});

test('[S15] a change that waited for an erasure under way does not write over it', async () => {
  await db
    .insertInto('device')
    .values({ id: DEVICE, node: DEVICE.slice(-12), person_id: FACILITATOR })
    .execute();
  const grant: Row = {
    noun: 'grant',
    id: id(5),
    values: {
      ...{ personId: FACILITATOR, personName: '', role: 'facilitator', village: VILLAGE },
      ...{ shopId: '', status: 'active', givenBy: id(6) },
    } as Row['values'],
    versions: {},
  };
  await pgServerStore(db).transaction((tx) => tx.insertRow(grant));
  const stamp = makeStamp({ ms: NOW_MS, counter: 0 }, nodeOf(DEVICE, 0));
  const entry = {
    ...{ seq: 1, action: 'shop.verify', input: { id: SHOP, verified: true } },
    ...{ stamp, rawMs: NOW_MS, corrected: true, bases: {} },
  };
  const request = {
    ...{ protocol: PROTOCOL, fingerprint: '', deviceEpoch: 0, acked: 0, entries: [entry] },
    ...{
      cursors: {},
      epoch: '',
      sentMs: NOW_MS,
      waiting: { count: 0, oldestAgeMs: 0 },
      maxRows: 9,
    },
  };
  const caller = {
    ...{ deviceId: DEVICE, personId: FACILITATOR, revoked: false },
    session: 'live' as const,
  };
  const ports: ServerPorts = {
    store: pgServerStore(db),
    nowMs: () => NOW_MS,
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
    seal: (text) => createHmac('sha256', 'test').update(text).digest('base64url'),
    onPoison: () => undefined,
  };

  // Somebody holds the shop; the erasure stands in line first, the change behind it.
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  const holder = db.transaction().execute(async (tx) => {
    await sql`select from shop where id = ${SHOP} for no key update`.execute(tx);
    await held;
  });
  await sleep(50);
  const erasure = erasePerson(db, GONE);
  await untilWaiting(db, 1);
  const change = handleSync(request, caller, declarations, ports);
  await untilWaiting(db, 2);
  letGo();
  await Promise.all([holder, erasure]);
  const { outcomes } = (await change) as SyncAnswer;
  expect(outcomes[0]).toMatchObject({ result: 'refused', code: 'subject.erased' });
  const shop = await db.selectFrom('shop').selectAll().executeTakeFirstOrThrow();
  expect(shop).toMatchObject({ name: '', verified: '' });
});
