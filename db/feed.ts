/**
 * What is new in a scope? The feed keeps one line for each row in each scope: the position of its last
 * change, which is the id of the transaction that made it. Catching up costs what changed, not how
 * often it changed.
 *
 * Transactions do not commit in the order of their ids. A phone that remembered the highest position
 * it saw would never hear of a lower one that committed a moment later (feed.pg.test.ts shows how
 * often). So nobody is shown anything at or above the horizon, the oldest transaction still under
 * way: below it all is settled, and a cursor can never pass a row that is yet to appear.
 */
import { sql } from 'kysely';
import type { RowKey, RowName } from '#sync/row';
import { rowName } from '#sync/row';
import type { PositionedRow, ScopePage } from '#sync/server/store';
import type { Db } from './connect';
import { below, FROM_THE_START, readCursor, writeCursor, type FeedCursor } from './feed-cursor';
import { readHorizon } from './feed-horizon';
import { readRows } from './noun-rows';
import { safeInteger } from './row-columns';

export interface Publication extends RowKey {
  /** Every scope the row belongs to from now on. */
  readonly scopes: readonly string[];
}

/**
 * Notes at this transaction's position that the rows have changed: each scope they belong to hears of
 * it, each they have left hears that they are gone. The caller holds the rows' locks.
 *
 * A position never falls: an older transaction that got the row's lock later keeps the younger
 * position, for its holder waits for the row at or after it.
 *
 * @param onlyMoves the rows themselves stay as they are: scopes that hold them already hear nothing
 */
export async function publishRows(
  db: Db,
  publications: readonly Publication[],
  { onlyMoves = false } = {},
): Promise<void> {
  const lines = publications.flatMap(({ noun, id, scopes }) =>
    [...new Set(scopes)].map((scope) => ({ noun, id, scope })),
  );
  await sql`
    with named as (
      select * from unnest(
        ${publications.map(({ noun }) => noun)}::text[],
        ${publications.map(({ id }) => id)}::uuid[]) as t (noun, row_id)
    ), joined as (
      select * from unnest(
        ${lines.map(({ noun }) => noun)}::text[],
        ${lines.map(({ id }) => id)}::uuid[],
        ${lines.map(({ scope }) => scope)}::text[]) as t (noun, row_id, scope)
    ), left_behind as (
      select noun, row_id, scope from feed join named using (noun, row_id) where not gone
      except
      select noun, row_id, scope from joined
    )
    insert into feed as f (noun, row_id, scope, gone, position)
    select noun, row_id, scope, false, pg_current_xact_id() from joined
    where not (${onlyMoves} and exists (
      select from feed held where held.noun = joined.noun and held.row_id = joined.row_id
        and held.scope = joined.scope and not held.gone))
    union all
    select noun, row_id, scope, true, pg_current_xact_id() from left_behind
    on conflict (noun, row_id, scope) do update
    set gone = excluded.gone, position = greatest(f.position, excluded.position)`.execute(db);
}

interface FeedLine {
  noun: string;
  row_id: string;
  gone: boolean;
  position: string;
}

/**
 * Changes of one scope after the cursor, oldest first, all seen at one moment.
 *
 * @param cursor from an earlier page, or '' for a phone that holds nothing. Text that is no cursor, or
 *   one ahead of this server (its disk was set back), reads from the start, and the page is `fresh`
 * @param limit lines at most, rows and departures together; 1 or more
 */
export async function pullScope(
  db: Db,
  scope: string,
  cursor: string,
  limit: number,
): Promise<ScopePage> {
  const { horizon, ceiling } = await readHorizon(db);
  const given = readCursor(cursor);
  const stands = given !== null && given.position <= ceiling;
  const from = stands ? given : FROM_THE_START;
  const facts = { settled: horizon, ...(stands ? {} : { fresh: true as const }) };
  // Most questions of a quiet day end here, after two small statements and no transaction. The phone
  // keeps the cursor it has: a newer one would say the same and cost bytes.
  if (!(await hasNews(db, scope, from, horizon))) {
    const keep = stands && cursor !== '';
    return { ...nothingNew(keep ? cursor : writeCursor(below(horizon))), ...facts };
  }
  const page = await readPage(db, scope, from, horizon, limit);
  return { ...page, ...facts };
}

/** @param horizon settled before this page's snapshot was taken, so all below it can be seen there */
function readPage(
  db: Db,
  scope: string,
  from: FeedCursor,
  horizon: number,
  limit: number,
): Promise<ScopePage> {
  const fresh = from.fresh ?? horizon;
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      const lines = await readLines(tx, scope, from, horizon, fresh, limit + 1);
      const page = lines.slice(0, limit);
      const last = page.at(-1);
      if (!last) return nothingNew(writeCursor(below(horizon)));
      const more = lines.length > page.length;
      const here = { position: safeInteger(last.position), noun: last.noun, rowId: last.row_id };
      return {
        rows: await rowsOf(tx, page),
        gone: page.filter(({ gone }) => gone).map(nameOfLine),
        cursor: writeCursor(more ? { ...here, fresh } : below(horizon)),
        more,
      };
    });
}

const nothingNew = (cursor: string): ScopePage => ({ rows: [], gone: [], cursor, more: false });

async function hasNews(db: Db, scope: string, from: FeedCursor, horizon: number) {
  const { rows } = await sql<{ news: boolean }>`
    select exists (
      select from feed where scope = ${scope} and position < ${horizon}::text::xid8 and ${after(from)}
    ) as news`.execute(db);
  return rows[0]?.news ?? false;
}

async function readLines(
  tx: Db,
  scope: string,
  from: FeedCursor,
  horizon: number,
  fresh: number,
  limit: number,
): Promise<FeedLine[]> {
  const { rows } = await sql<FeedLine>`
    select noun, row_id, gone, position from feed
    where scope = ${scope} and position < ${horizon}::text::xid8 and ${after(from)}
      and (not gone or position >= ${fresh}::text::xid8)
    order by position, noun, row_id
    limit ${limit}`.execute(tx);
  return rows;
}

/**
 * Whether the scope has at least so many changes after the cursor.
 *
 * @param cursor one of this server's; any other text counts as the start
 */
export async function hasManyAfter(db: Db, scope: string, cursor: string, many: number) {
  const { rows } = await sql<{ found: number }>`
    select count(*)::int as found from (
      select from feed where scope = ${scope} and ${after(readCursor(cursor) ?? FROM_THE_START)}
      limit ${many}) lines`.execute(db);
  return (rows[0]?.found ?? 0) >= many;
}

const after = ({ position, noun, rowId }: FeedCursor) =>
  sql`(position, noun, row_id) > (${position}::text::xid8, ${noun}, ${rowId}::uuid)`;

/** One query for each noun of the page. */
async function rowsOf(tx: Db, page: readonly FeedLine[]): Promise<PositionedRow[]> {
  const present = page.filter(({ gone }) => !gone);
  const rowsByName = new Map<RowName, PositionedRow['row']>();
  for (const noun of new Set(present.map((line) => line.noun))) {
    const ids = present.filter((line) => line.noun === noun).map((line) => line.row_id);
    for (const row of await readRows(tx, noun, ids)) rowsByName.set(rowName(row), row);
  }
  return present.flatMap((line) => {
    const row = rowsByName.get(nameOfLine(line));
    return row ? [{ row, position: safeInteger(line.position) }] : [];
  });
}

const nameOfLine = (line: FeedLine): RowName => rowName({ noun: line.noun, id: line.row_id });
