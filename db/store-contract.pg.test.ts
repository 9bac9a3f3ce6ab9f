import { sql } from 'kysely';
import { afterAll, beforeAll, describe } from 'vitest';
import type { Row } from '#sync/row';
import { storeContract } from '#sync/testing/store-contract';
import type { ServerDevice } from '#sync/server/store';
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
const versionOf = (n: number) => {
  const stamp = `0mh${String(n).padStart(9, '0')}0000000000aa00`;
  return { id: stamp, order: stamp, by: id(7) };
};

function personRow(n: number, name = `Acil ${n}`): Row {
  const values = { name, village: '63.11.07.2005', phoneVerifiedMs: 0, phoneVerifiedBy: '' };
  return { noun: 'person', id: id(n), values, versions: { name: versionOf(n) } };
}

async function addDevice(device: ServerDevice): Promise<void> {
  await db
    .insertInto('device')
    .values({
      ...{ id: device.id, node: device.id.slice(-12), person_id: device.personId },
      ...{ epoch: device.epoch, last_seq: device.lastSeq, last_order: device.lastOrder },
      entry_count: device.entryCount,
    })
    .execute();
}

describe('[S1] PostgreSQL keeps the contract of every store:', () => {
  storeContract(async () => {
    await sql`truncate person, device, outcome, quarantine, feed, healed, parked, erased cascade`.execute(
      db,
    );
    return {
      store: pgServerStore(db),
      addDevice,
      erase: async ({ noun, id: row_id }) => {
        await db.insertInto('erased').values({ noun, row_id, person_id: row_id }).execute();
      },
      sampleRow: (n) => personRow(n),
      changedRow: (row, n) => ({
        ...row,
        values: { ...row.values, name: `Changed ${n}` } as Row['values'],
        versions: { ...row.versions, name: versionOf(n + 50) },
      }),
    };
  });
});
