import { type ControlledTransaction, Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Row } from '#sync/row';
import { connect, type Db } from './connect';
import { publishRows, pullScope } from './feed';
import { readHorizon } from './feed-horizon';
import { newId } from './new-id';
import { pgServerStore } from './server-store';
import { PgServerTx } from './server-tx';
import type { Database } from './tables';
import { interleavings } from './testing/interleavings';
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

function personRow(name = 'Siti'): Row {
  const values = { name, village: '', phoneVerifiedMs: 0, phoneVerifiedBy: '' };
  return { noun: 'person', id: newId(), values, versions: {} };
}
const newScope = () => `shop:${newId()}`;

/** A writer that does one thing when told to, in a transaction of its own. */
class Writer {
  readonly row = personRow();
  committed = false;
  private tx!: ControlledTransaction<Database>;
  constructor(
    private readonly scope: string,
    private readonly ending: 'commit' | 'rollback',
  ) {}

  readonly steps = [
    async () => {
      this.tx = await db.startTransaction().execute();
      await new PgServerTx(this.tx, newId).position();
    },
    async () => {
      const tx = new PgServerTx(this.tx, newId);
      await tx.insertRow(this.row);
      await tx.publish(this.row, [this.scope]);
    },
    async () => {
      await this.tx[this.ending]().execute();
      this.committed = this.ending === 'commit';
    },
  ];
}

/** A phone that asks again and again and remembers where it stands. */
class Phone {
  readonly seen: string[] = [];
  private cursor = '';
  constructor(
    private readonly scope: string,
    private readonly limit: number,
  ) {}
  async ask(): Promise<void> {
    const page = await pullScope(db, this.scope, this.cursor, this.limit);
    this.seen.push(...page.rows.map(({ row }) => row.id));
    this.cursor = page.cursor;
    if (page.more) await this.ask();
  }
}

/** The classic trap: remembers the highest position it saw and asks for what lies above. */
class NaivePhone {
  readonly seen: string[] = [];
  private highest = '0';
  constructor(private readonly scope: string) {}
  async ask(): Promise<void> {
    const { rows } = await sql<{ row_id: string; position: string }>`
      select row_id, position from feed
      where scope = ${this.scope} and position > ${this.highest}::xid8 order by position`.execute(
      db,
    );
    this.seen.push(...rows.map(({ row_id }) => row_id));
    this.highest = rows.at(-1)?.position ?? this.highest;
  }
}

type Ending = 'commit' | 'rollback';

/** Plays one order with a phone asking between all steps; true if the naive phone missed a row. */
async function play(order: readonly number[], endings: readonly Ending[]): Promise<boolean> {
  const scope = newScope();
  const writers = endings.map((ending) => new Writer(scope, ending));
  const done = writers.map(() => 0);
  const phone = new Phone(scope, 1 + (order.length % 2));
  const naive = new NaivePhone(scope);
  for (const writer of order) {
    await writers[writer]!.steps[done[writer]!++]!();
    await phone.ask();
    await naive.ask();
  }
  const there = writers.flatMap(({ committed, row }) => (committed ? [row.id] : [])).toSorted();
  // A neighbour test on the same server may hold the horizon for a moment; a phone just asks again.
  await expect
    .poll(async () => phone.ask().then(() => phone.seen.toSorted()), { interval: 20 })
    .toEqual(there);
  await naive.ask();
  return naive.seen.length < there.length;
}

describe('[S10] a phone that follows its cursor misses nothing and is told nothing twice', () => {
  test('however two transactions fall together, whether they commit or not', async () => {
    let orders = 0;
    let missedByNaive = 0;
    const endings: Ending[] = ['commit', 'rollback'];
    for (const order of interleavings([3, 3])) {
      for (const first of endings) {
        for (const second of endings) {
          orders += 1;
          if (await play(order, [first, second])) missedByNaive += 1;
        }
      }
    }
    expect(orders).toBe(80);
    // The canary: were this test unable to see the trap, it would prove nothing.
    expect(missedByNaive).toBeGreaterThan(0);
  });

  test('however three transactions fall together', { timeout: 180_000 }, async () => {
    let orders = 0;
    let missedByNaive = 0;
    for (const order of interleavings([3, 3, 3])) {
      // The three are alike: whoever begins first may be called the first, so 280 orders stand for 1680.
      if (order.indexOf(0) > order.indexOf(1) || order.indexOf(1) > order.indexOf(2)) continue;
      orders += 1;
      if (await play(order, ['commit', 'commit', 'commit'])) missedByNaive += 1;
    }
    expect(orders).toBe(280);
    expect(missedByNaive).toBeGreaterThan(100);
  });

  test('while many writers push at once and the phone reads page by page', async () => {
    const scope = newScope();
    const store = pgServerStore(db);
    const phone = new Phone(scope, 3);
    const ids: string[] = [];
    const writer = async () => {
      for (let i = 0; i < 40; i += 1) {
        const row = personRow();
        await store.transaction(async (tx) => {
          await tx.insertRow(row);
          await tx.publish(row, [scope]);
        });
        ids.push(row.id);
      }
    };
    let writing = true;
    const reading = (async () => {
      while (writing) await phone.ask();
    })();
    await Promise.all([writer(), writer(), writer(), writer()]);
    writing = false;
    await reading;
    await expect.poll(async () => phone.ask().then(() => phone.seen.length)).toBe(160);
    expect(phone.seen.toSorted()).toEqual(ids.toSorted());
  });
});

describe('the feed', () => {
  test('never lowers a position when an older transaction gets hold of a row later', async () => {
    const scope = newScope();
    const row = personRow();
    const store = pgServerStore(db);
    await store.transaction(async (tx) => {
      await tx.insertRow(row);
      await tx.publish(row, [scope]);
    });
    const older = await db.startTransaction().execute();
    const olderTx = new PgServerTx(older, newId);
    const olderPosition = await olderTx.position();
    const youngerPosition = await store.transaction(async (tx) => {
      await tx.lockRows([row]);
      await tx.publish(row, [scope]);
      return tx.position();
    });
    await olderTx.lockRows([row]);
    await olderTx.updateRow({ ...row, values: personRow('Later').values });
    await olderTx.publish(row, [scope]);
    await older.commit().execute();
    expect(olderPosition).toBeLessThan(youngerPosition);
    const read = () => pullScope(db, scope, '', 10).then(({ rows }) => rows);
    await expect
      .poll(read)
      .toMatchObject([{ position: youngerPosition, row: { values: { name: 'Later' } } }]);
  });

  test('tells of a departure and of a return, and a row in two scopes to both', async () => {
    const [one, two] = [newScope(), newScope()];
    const row = personRow();
    const store = pgServerStore(db);
    const publish = (scopes: string[]) => store.transaction((tx) => tx.publish(row, scopes));
    await store.transaction((tx) => tx.insertRow(row));
    await publish([one, two, one]);
    const first = await pullScope(db, one, '', 10);
    await publish([two]);
    const left = await pullScope(db, one, first.cursor, 10);
    expect([left.rows.length, left.gone]).toEqual([0, [`person/${row.id}`]]);
    await publish([one, two]);
    const back = await pullScope(db, one, left.cursor, 10);
    expect([back.rows.length, back.gone]).toEqual([1, []]);
    await publish([]);
    expect((await pullScope(db, two, first.cursor, 10)).gone).toEqual([`person/${row.id}`]);
    expect(await pullScope(db, two, '', 10)).toMatchObject({ rows: [], gone: [], more: false });
  });

  test('spares a new phone all departures from before it began, on later pages too', async () => {
    const scope = newScope();
    const rows = Array.from({ length: 30 }, () => personRow());
    await db.transaction().execute(async (tx) => {
      const server = new PgServerTx(tx, newId);
      for (const row of rows) await server.insertRow(row);
      await publishRows(
        tx,
        rows.map(({ noun, id }) => ({ noun, id, scopes: [scope] })),
      );
    });
    const leave = (leavers: Row[]) =>
      publishRows(
        db,
        leavers.map(({ noun, id }) => ({ noun, id, scopes: [] })),
      );
    await leave(rows.slice(0, 20));
    const page = await pullScope(db, scope, '', 4);
    expect([page.rows.length, page.gone, page.more]).toEqual([4, [], true]);
    // This one leaves while the phone is reading: it may hold the row by now.
    const leaver = page.rows[0]!.row;
    await leave([leaver]);
    const rest = await pullScope(db, scope, page.cursor, 100);
    expect(rest.rows).toHaveLength(6);
    expect(rest.gone).toEqual([`person/${leaver.id}`]);
    const old = await pullScope(db, scope, '1', 100);
    expect([old.rows.length, old.gone.length]).toEqual([9, 21]);
  });

  test('begins anew for a cursor nobody wrote or that is ahead of the server, and says so', async () => {
    const scope = newScope();
    const [here, gone] = [personRow(), personRow()];
    const store = pgServerStore(db);
    await store.transaction(async (tx) => {
      for (const row of [here, gone]) {
        await tx.insertRow(row);
        await tx.publish(row, [scope]);
      }
    });
    await publishRows(db, [{ noun: gone.noun, id: gone.id, scopes: [] }]);
    const ahead = (await readHorizon(db)).ceiling + 1_000_000;
    const strange = ['x', '-1', '1:person:x', '9'.repeat(30)];
    for (const cursor of [`${ahead}`, `${ahead}:person:${here.id}`, ...strange]) {
      const page = await pullScope(db, scope, cursor, 10);
      expect([page.rows.length, page.gone, page.fresh]).toEqual([1, [], true]);
      const next = await pullScope(db, scope, page.cursor, 10);
      expect([next.rows, next.gone, next.fresh]).toEqual([[], [], undefined]);
      expect(await pullScope(db, newScope(), cursor, 10)).toMatchObject({ rows: [], fresh: true });
    }
  });

  test('leaves a quiet phone the cursor it has', async () => {
    const scope = newScope();
    const { cursor } = await pullScope(db, scope, '', 10);
    await publishRows(db, [{ noun: 'person', id: newId(), scopes: [newScope()] }]);
    expect((await pullScope(db, scope, cursor, 10)).cursor).toBe(cursor);
  });

  test('shows a row only as it stands at the moment of the page', async () => {
    const scope = newScope();
    const store = pgServerStore(db);
    const row = personRow();
    await store.transaction(async (tx) => {
      await tx.insertRow(row);
      await tx.publish(row, [scope]);
    });
    const open = await db.startTransaction().execute();
    const tx = new PgServerTx(open, newId);
    await tx.updateRow({ ...row, values: personRow('Secret').values });
    await tx.publish(row, []);
    const page = await pullScope(db, scope, '', 10);
    expect(page.rows.map((positioned) => positioned.row)).toEqual([row]);
    await open.rollback().execute();
  });

  test('does not wait for a long transaction in another database of the same server', async () => {
    const neighbour = await testDatabase();
    const neighbourDb = connect(neighbour.url, { max: 1 });
    const long = await neighbourDb.startTransaction().execute();
    await sql`select pg_current_xact_id()`.execute(long);
    try {
      const scope = newScope();
      const row = personRow();
      await pgServerStore(db).transaction(async (tx) => {
        await tx.insertRow(row);
        await tx.publish(row, [scope]);
      });
      const page = await pullScope(db, scope, '', 10);
      expect(page.rows).toHaveLength(1);
      // … and does wait for one of its own.
      const own = await db.startTransaction().execute();
      await sql`select pg_current_xact_id()`.execute(own);
      await publishRows(db, [{ noun: row.noun, id: row.id, scopes: [scope] }]);
      expect((await pullScope(db, scope, page.cursor, 10)).rows).toEqual([]);
      await own.commit().execute();
      expect((await pullScope(db, scope, page.cursor, 10)).rows).toHaveLength(1);
    } finally {
      await long.rollback().execute();
      await neighbourDb.destroy();
      await neighbour.drop();
    }
  });

  test('hands a first sync of a thousand rows over in few questions', async () => {
    const scope = newScope();
    const rows = Array.from({ length: 1000 }, (_, n) => personRow(`Acil ${n}`));
    const server = pgServerStore(db);
    await server.transaction(async (tx) => {
      for (const row of rows) await tx.insertRow(row);
    });
    await publishRows(
      db,
      rows.map(({ noun, id }) => ({ noun, id, scopes: [scope] })),
    );
    let questions = 0;
    const pool = new pg.Pool({ connectionString: database.url, max: 1 });
    const counting = new Kysely<Database>({
      dialect: new PostgresDialect({ pool }),
      log: () => void (questions += 1),
    });
    const page = await pullScope(counting, scope, '', 2000);
    await counting.destroy();
    expect([page.rows.length, page.more]).toEqual([1000, false]);
    // Where all stands, whether there is news, begin, lines, persons, commit.
    expect(questions).toBeLessThanOrEqual(6);
  });
});
