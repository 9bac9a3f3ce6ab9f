/** One transaction of the engine, spoken in SQL: all of it or nothing. */
import { sql } from 'kysely';
import type { Sought } from '#sync/action';
import type { Entry, Outcome } from '#sync/entry';
import { isId } from '#sync/field';
import { conflict } from '#sync/questions';
import { type Row, type RowKey, rowName, type RowName } from '#sync/row';
import {
  DuplicateRow,
  type Healed,
  type Parked,
  type PersonFacts,
  type ServerDevice,
  type ServerTx,
  type StoredOutcome,
} from '#sync/server/store';
import type { Stamp } from '#sync/stamp';
import type { Db } from './connect';
import { entityOf } from './entity-of';
import { publishRows } from './feed';
import { countRows, findRows } from './sought';
import { insertRows, lockRows, readRows, rowsHolding, updateRow } from './noun-rows';
import {
  anyErased,
  healedAbout,
  idFor,
  park,
  readHealed,
  saveHealed,
  unpark,
} from './server-healing';
import { columnsToRow, safeInteger, type TableRow } from './row-columns';

const NOBODY: PersonFacts = { hasAccount: false, rights: [], ownedShopIds: [] };

export class PgServerTx implements ServerTx {
  private positionRead: Promise<number> | undefined;

  /** @param db an open transaction */
  constructor(
    private readonly db: Db,
    readonly newId: () => string,
  ) {}

  position(): Promise<number> {
    this.positionRead ??= sql<{ id: string }>`select pg_current_xact_id()::text as id`
      .execute(this.db)
      .then(({ rows }) => safeInteger(rows[0]?.id));
    return this.positionRead;
  }

  async lockDevice(deviceId: string): Promise<ServerDevice | undefined> {
    const device = await this.db
      .selectFrom('device')
      .select(['id', 'person_id', 'epoch', 'last_seq', 'last_order', 'entry_count', 'revoked_at'])
      .select(['covered_epoch', 'covered_seq'])
      .where('id', '=', deviceId)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!device) return undefined;
    return {
      id: device.id,
      personId: device.person_id,
      epoch: device.epoch,
      lastSeq: device.last_seq,
      lastOrder: device.last_order,
      revoked: device.revoked_at !== null,
      entryCount: device.entry_count,
      ...(device.covered_epoch === null || device.covered_seq === null
        ? {}
        : { covered: { epoch: device.covered_epoch, seq: device.covered_seq } }),
    };
  }

  /** How far it got. Whose it is and whether it is revoked are not the engine's to change. */
  async saveDevice(device: ServerDevice): Promise<void> {
    const { numUpdatedRows } = await this.db
      .updateTable('device')
      .set({
        epoch: device.epoch,
        last_seq: device.lastSeq,
        last_order: device.lastOrder,
        entry_count: device.entryCount,
      })
      .where('id', '=', device.id)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows !== 1n) throw new Error('device is not registered');
  }

  async outcome(id: string, epoch: number, seq: number): Promise<StoredOutcome | undefined> {
    return this.db
      .selectFrom('outcome')
      .select(['hash', 'outcome'])
      .where('device_id', '=', id)
      .where('device_epoch', '=', epoch)
      .where('seq', '=', seq)
      .executeTakeFirst();
  }

  async saveOutcome(id: string, epoch: number, hash: string, outcome: Outcome): Promise<void> {
    await this.db
      .insertInto('outcome')
      .values({ device_id: id, device_epoch: epoch, seq: outcome.seq, hash, outcome })
      .execute();
  }

  async forgetOutcomes(id: string, epoch: number, acked: number): Promise<void> {
    await this.db
      .updateTable('outcome')
      .set({ outcome: null })
      .where('device_id', '=', id)
      .where('device_epoch', '=', epoch)
      .where('seq', '<=', acked)
      .where('outcome', 'is not', null)
      .execute();
  }

  async quarantine(deviceId: string, deviceEpoch: number, entry: Entry): Promise<void> {
    await this.db
      .insertInto('quarantine')
      .values({
        device_id: deviceId,
        device_epoch: deviceEpoch,
        seq: entry.seq,
        entry: JSON.stringify(entry),
      })
      .onConflict((taken) => taken.doNothing())
      .execute();
  }

  async person(personId: string): Promise<PersonFacts> {
    if (!isId(personId)) return NOBODY;
    const { rows } = await sql<PersonFacts>`
      select
        exists (select from account where person_id = ${personId}) as "hasAccount",
        (select coalesce(jsonb_agg(jsonb_build_object(
            'role', role, 'village', village, 'shopId', coalesce(shop_id::text, '')) order by id), '[]')
          from right_grant where person_id = ${personId} and status = 'active') as rights,
        (select coalesce(jsonb_agg(id order by id), '[]')
          from shop where owner_id = ${personId}) as "ownedShopIds"`.execute(this.db);
    return rows[0] ?? NOBODY;
  }

  async nameOf(personId: string): Promise<string> {
    if (!isId(personId)) return '';
    const named = await this.db
      .selectFrom('person')
      .select('name')
      .where('id', '=', personId)
      .executeTakeFirst();
    return named?.name ?? '';
  }

  healed(stamps: readonly Stamp[]): Promise<ReadonlyMap<Stamp, Healed>> {
    return readHealed(this.db, stamps);
  }
  healedAbout(names: readonly RowName[]): Promise<ReadonlyMap<Stamp, Healed>> {
    return healedAbout(this.db, names);
  }
  saveHealed(stamp: Stamp, healed: Healed): Promise<void> {
    return saveHealed(this.db, stamp, healed);
  }
  park(parked: Parked): Promise<void> {
    return park(this.db, parked);
  }
  unpark(stamp: Stamp): Promise<boolean> {
    return unpark(this.db, stamp);
  }
  anyErased(keys: readonly RowKey[]): Promise<boolean> {
    return anyErased(this.db, keys);
  }
  idFor(words: string): string {
    return idFor(words);
  }

  find(noun: string, sought: Sought, limit: number): Promise<string[]> {
    return findRows(this.db, noun, sought, limit);
  }
  count(noun: string, sought: Sought): Promise<number> {
    return countRows(this.db, noun, sought);
  }

  lockRows(keys: readonly RowKey[]): Promise<Row[]> {
    return lockRows(this.db, keys);
  }

  async insertRow(row: Row): Promise<void> {
    const inserted = await insertRows(this.db, entityOf(row.noun), [row]);
    if (inserted.length === 0) throw new DuplicateRow(rowName(row));
  }

  updateRow(row: Row): Promise<void> {
    return updateRow(this.db, entityOf(row.noun), row);
  }

  async openQuestion(noun: string, rowId: string, field: string): Promise<Row | undefined> {
    const found = await sql<TableRow>`
      select * from conflict
      where row_id = ${rowId} and noun = ${noun} and field = ${field} and status = 'open'
      for no key update`.execute(this.db);
    return found.rows[0] && columnsToRow(conflict, found.rows[0]);
  }

  publish(key: RowKey, scopes: readonly string[]): Promise<void> {
    return publishRows(this.db, [{ noun: key.noun, id: key.id, scopes }]);
  }

  moveScopes(key: RowKey, scopes: readonly string[]): Promise<void> {
    return publishRows(this.db, [{ noun: key.noun, id: key.id, scopes }], { onlyMoves: true });
  }

  async readRow({ noun, id }: RowKey): Promise<Row | undefined> {
    return isId(id) ? (await readRows(this.db, noun, [id]))[0] : undefined;
  }

  followers(noun: string, field: string, id: string): Promise<Row[]> {
    return rowsHolding(this.db, noun, field, id);
  }
}
