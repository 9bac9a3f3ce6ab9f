/**
 * Transactions that want the same rows at once, in every order in which they can begin, ask for their locks and
 * end: none is written over, none is told twice or never, and none waits for another in a circle.
 */
import type { ControlledTransaction } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Row } from '#sync/row';
import { connect, type Db } from './connect';
import { pullScope } from './feed';
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
  db = connect(database.url, { max: 8 });
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

/** Its name counts who has written it. */
function counterRow(): Row {
  const values = { name: '0', village: '', phoneVerifiedMs: 0, phoneVerifiedBy: '' };
  return { noun: 'person', id: newId(), values, versions: {} };
}

/** Adds one to each row. Its three steps are begun when told to; whoever has to wait for a lock waits. */
class Writer {
  private tx!: ControlledTransaction<Database>;
  private holds: Promise<readonly Row[]> | undefined;
  ended: Promise<void> | undefined;
  constructor(
    private readonly rows: readonly Row[],
    private readonly scope: string,
  ) {}

  readonly steps = [
    async () => {
      this.tx = await db.startTransaction().execute();
      await this.mine.position();
    },
    () => {
      this.holds = this.mine.lockRows(this.rows).then((found) => [...found.values()]);
    },
    () => {
      this.ended = this.end();
    },
  ];

  private get mine(): PgServerTx {
    return new PgServerTx(this.tx, newId);
  }

  private async end(): Promise<void> {
    for (const row of (await this.holds) ?? []) {
      const name = String(Number(row.values.name) + 1);
      await this.mine.updateRow({ ...row, values: { ...row.values, name } });
      await this.mine.publish(row, [this.scope]);
    }
    await this.tx.commit().execute();
  }
}

/** What a phone that asks between the steps has read of each row: its counts, in the order they came. */
class Reader {
  readonly counts = new Map<string, number[]>();
  private cursor = '';
  constructor(private readonly scope: string) {}
  async ask(): Promise<void> {
    const page = await pullScope(db, this.scope, this.cursor, 1);
    for (const { row } of page.rows) {
      const known = this.counts.get(row.id) ?? [];
      this.counts.set(row.id, [...known, Number(row.values.name)]);
    }
    this.cursor = page.cursor;
    if (page.more) await this.ask();
  }
}

async function play(order: readonly number[], writerCount: number): Promise<void> {
  const scope = `shop:${newId()}`;
  const rows = [counterRow(), counterRow()];
  await pgServerStore(db).transaction(async (tx) => {
    for (const row of rows) await tx.insertRow(row);
  });
  const writers = Array.from({ length: writerCount }, () => new Writer(rows, scope));
  const done = writers.map(() => 0);
  const reader = new Reader(scope);
  for (const nth of order) {
    await writers[nth]?.steps[done[nth]!++]?.();
    await reader.ask();
  }
  await Promise.all(writers.map(({ ended }) => ended));
  const last = () => rows.map(({ id }) => reader.counts.get(id)?.at(-1));
  await expect
    .poll(async () => reader.ask().then(last), { interval: 20 })
    .toEqual(rows.map(() => writerCount));
  for (const counts of reader.counts.values())
    expect(counts, order.join('')).toEqual([...new Set(counts)].toSorted((a, b) => a - b));
}

describe('[S10] whoever wants the same rows at once', () => {
  test('two of them', async () => {
    let orders = 0;
    for (const order of interleavings([3, 3])) {
      orders += 1;
      await play(order, 2);
    }
    expect(orders).toBe(20);
  });

  test('two who name them the other way round wait in a circle: one is ended and may try again', async () => {
    const rows = [counterRow(), counterRow()];
    const store = pgServerStore(db);
    await store.transaction(async (tx) => {
      for (const row of rows) await tx.insertRow(row);
    });
    const both = await Promise.all([0, 1].map(() => db.startTransaction().execute()));
    const [one, two] = both.map((tx) => new PgServerTx(tx, newId));
    const [first, second] = rows;
    await Promise.all([one?.lockRows([first!]), two?.lockRows([second!])]);
    const ends = await Promise.allSettled([one?.lockRows([second!]), two?.lockRows([first!])]);
    const refused = ends.flatMap((end) =>
      end.status === 'rejected' ? [end.reason as unknown] : [],
    );
    expect(refused.map((reason) => store.isTransient(reason))).toEqual([true]);
    await Promise.all(both.map((tx) => tx.rollback().execute()));
  });

  test('three of them', { timeout: 180_000 }, async () => {
    let orders = 0;
    for (const order of interleavings([3, 3, 3])) {
      // The three are alike: whoever begins first may be called the first, so 280 orders stand for 1680.
      if (order.indexOf(0) > order.indexOf(1) || order.indexOf(1) > order.indexOf(2)) continue;
      orders += 1;
      await play(order, 3);
    }
    expect(orders).toBe(280);
  });
});
