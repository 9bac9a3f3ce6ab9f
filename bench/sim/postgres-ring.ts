/**
 * The ring with the real store: the same lives, kept in PostgreSQL through db/. One database serves one
 * life after the other; the same seed must leave the same trace as in memory.
 */
import { sql } from 'kysely';
import { declarations } from '#domain/index';
import type { Ring } from '#domain/simulation/ring';
import type { RingShelf } from '#domain/simulation/shelf';
import { packFrames, unpackFrames } from '#api/snapshot/frames';
import type { RowKey } from '#sync/row';
import { connect, type Db } from '#db/connect';
import { erasePerson } from '#db/erase-person';
import { expireOrders } from '#db/expire-orders';
import { newId } from '#db/new-id';
import { tableOfNoun } from '#db/noun-table';
import { hasManyAfter } from '#db/feed';
import { beginEpoch, settleEpoch } from '#db/server-epoch';
import { pgServerStore } from '#db/server-store';
import {
  erasuresSoFar,
  findSnapshot,
  keepSnapshot,
  newestSnapshot,
  readStream,
} from '#db/snapshots';

/** Those that name others after them. */
const nouns = [...declarations.entities.keys()].sort(
  (a, b) => Number(a === 'movement') - Number(b === 'movement'),
);
const tables = [
  'server_epoch',
  'account',
  'device',
  'outcome',
  'quarantine',
  'healed',
  'parked',
  'erased',
  'feed',
  'photo_file',
  'snapshot',
  'snapshot_stream',
  ...nouns.map(tableOfNoun),
];

export interface PostgresRings {
  /** An empty ring; the one before it is over. */
  next(): Promise<Ring>;
  close(): Promise<void>;
}

/** @param url of a database with all tables, of which nobody else uses any */
export async function postgresRings(url: string): Promise<PostgresRings> {
  const db = connect(url, { max: 3 });
  await sql`create schema if not exists backup`.execute(db);
  for (const table of tables) {
    const [here, there] = [sql.table(table), sql.table(`backup.${table}`)];
    // A vacuum has a transaction of its own under way, and nobody is shown anything beyond the oldest.
    await sql`alter table ${here} set (autovacuum_enabled = false)`.execute(db);
    await sql`create table if not exists ${there} (like ${here})`.execute(db);
  }
  return {
    async next() {
      await emptyAll(db, 'public');
      await settleEpoch(db, newId());
      return ringOn(db);
    },
    close: () => db.destroy(),
  };
}

function ringOn(db: Db): Ring {
  const store = pgServerStore(db);
  return {
    store,
    shelf: shelfOn(db),
    async addAccount(id) {
      await db.insertInto('account').values({ person_id: id, user_id: id }).execute();
    },
    async addDevice({ id, personId }) {
      await db
        .insertInto('device')
        .values({ id, node: id.slice(-12), person_id: personId } as never)
        .execute();
    },
    async revokeDevice(id) {
      await sql`update device set revoked_at = now() where id = ${id}`.execute(db);
    },
    async backUp() {
      await emptyAll(db, 'backup');
      for (const table of tables) await copy(db, table, `backup.${table}`);
    },
    async restore(epochId) {
      await emptyAll(db, 'public');
      // As after pg_restore: rows were written by other transactions than they say themselves.
      for (const table of tables) await copy(db, `backup.${table}`, table);
      await settleEpoch(db, epochId);
    },
    async setBack() {
      await emptyAll(db, 'public');
      for (const table of tables) await copy(db, `backup.${table}`, table);
    },
    async expireOrders(over, nowMs) {
      const [failure] = (await expireOrders(db, over, nowMs)).failures;
      if (failure !== undefined) throw failure instanceof Error ? failure : new Error('expiry');
    },
    erase: async ({ personId, rows }, _gone, nowMs) =>
      void (await erasePerson(db, personId, rows, nowMs)),
    async quarantined() {
      const left = await db.selectFrom('quarantine').select('entry').execute();
      return left.map(({ entry }) => entry);
    },
    beginEpoch: (after, epochId) => beginEpoch(db, after, epochId),
    async allRows() {
      const keys: RowKey[] = [];
      for (const noun of nouns) {
        const found = await sql<{
          id: string;
        }>`select id from ${sql.table(tableOfNoun(noun))}`.execute(db);
        keys.push(...found.rows.map(({ id }) => ({ noun, id })));
      }
      return store.transaction((tx) => tx.lockRows(keys));
    },
  };
}

/** The shelf of every process of the real server, its frames packed as they travel. */
function shelfOn(db: Db): RingShelf {
  return {
    async keep({ texts, ...made }, keepsOld) {
      const erasures = await erasuresSoFar(db);
      await keepSnapshot(db, { ...made, packed: await packFrames(texts) }, erasures);
      if (!keepsOld) await db.deleteFrom('snapshot').where('id', '<>', made.id).execute();
    },
    newest: (scope, epoch) => newestSnapshot(db, scope, epoch),
    find: (id, epoch) => findSnapshot(db, id, epoch),
    beats: ({ rows }, scope, cursor) => hasManyAfter(db, scope, cursor, Math.max(1, rows)),
    async frames(id) {
      const packed = await readStream(db, id, 0);
      return packed && unpackFrames(packed);
    },
  };
}

async function emptyAll(db: Db, schema: string): Promise<void> {
  const named = tables.map((table) => sql.table(`${schema}.${table}`));
  await sql`truncate ${sql.join(named)} cascade`.execute(db);
}

async function copy(db: Db, from: string, to: string): Promise<void> {
  await sql`insert into ${sql.table(to)} select * from ${sql.table(from)}`.execute(db);
}
