/** What is new in every scope this person may hold, as much as the phone is willing to receive. */
import type { Declarations } from '../declarations';
import { EPOCH_MARK, shortScope } from '../compact/request';
import type { PublicValue } from '../entity';
import { rowName, type RowName } from '../row';
import {
  type Cursor,
  LIMITS,
  readProgress,
  type ScopeChanges,
  type SnapshotOffer,
  type SyncRequest,
  toWireVersion,
  type WireTable,
  type WireValue,
} from '../wire';
import type { PositionedRow, ServerStore, ShelvedSnapshot, SnapshotShelf } from './store';

interface Pulled {
  readonly changes: readonly ScopeChanges[];
  readonly more: boolean;
  /** A cursor of this epoch is ahead of the server: it was set back without knowing. */
  readonly setBack: boolean;
  readonly snapshot?: SnapshotOffer;
  /** Changes below this position were not hidden from any of the scopes that were read. */
  readonly settled: number;
}

interface Source {
  readonly store: ServerStore;
  readonly shelf: SnapshotShelf | undefined;
  readonly declarations: Declarations;
  /** The server's; a cursor made under another one means nothing any more. */
  readonly epoch: string;
}

export async function pull(
  { store, shelf, declarations, epoch }: Source,
  scopes: readonly string[],
  { cursors, maxRows }: Pick<SyncRequest, 'cursors' | 'maxRows'>,
): Promise<Pulled> {
  const mark = `${epoch.slice(0, EPOCH_MARK)}.`;
  const changes: ScopeChanges[] = [];
  let left = Math.max(1, Math.min(maxRows, LIMITS.rows));
  let more = false;
  let setBack = false;
  let settled = Infinity;
  let offered: Pulled['snapshot'];
  for (const scope of scopes) {
    if (left <= 0) {
      more = true;
      break;
    }
    const held = cursors[scope] ?? cursors[shortScope(scope)] ?? '';
    const after = held.startsWith(mark) ? held.slice(mark.length) : '';
    const isPublic = declarations.publicScopes.includes(scope);
    let page = await store.pull(scope, after, left);
    const snapshot =
      shelf && isPublic && !offered && (after === '' || page.more)
        ? await snapshotFor(shelf, scope, epoch, held, after)
        : null;
    if (snapshot) {
      const { id, frames } = snapshot;
      offered = { scope, id, frames, cursor: mark + snapshot.cursor };
      page = await store.pull(scope, snapshot.cursor, left);
    }
    settled = Math.min(settled, page.settled ?? Infinity);
    left -= page.rows.length + page.gone.length;
    more ||= page.more;
    const sorted = isPublic
      ? publicTables(declarations, page.rows)
      : { tables: privateTables(declarations, page.rows), gone: [] };
    const gone = [...page.gone, ...sorted.gone];
    const cursor = mark + page.cursor;
    setBack ||= page.fresh === true;
    const fresh = snapshot ? page.fresh === true : after === '' || page.fresh === true;
    const complete = !page.more;
    if (!fresh && cursor === held) continue;
    changes.push({ scope, cursor, fresh, complete, tables: sorted.tables, gone });
  }
  return { changes, more, setBack, settled, ...(offered ? { snapshot: offered } : {}) };
}

/** The one this phone has begun, else the newest where it is smaller than what was missed. */
async function snapshotFor(
  shelf: SnapshotShelf,
  scope: string,
  epoch: string,
  held: Cursor,
  after: string,
): Promise<ShelvedSnapshot | null> {
  const begun = readProgress(held);
  const known = begun ? await shelf.find(begun.id, epoch) : null;
  if (known) return known;
  const newest = await shelf.newest(scope, epoch);
  if (!newest || after === '') return newest;
  return (await shelf.beats(newest, scope, after)) ? newest : null;
}

function privateTables(declarations: Declarations, rows: readonly PositionedRow[]): WireTable[] {
  return byNoun(rows).map(([noun, group]) => {
    const entity = declarations.entities.get(noun);
    if (!entity) throw new Error(`unknown noun ${noun}`);
    const names = Object.keys(entity.fields);
    const versioned = names.filter((name) => group.some(({ row }) => row.versions[name]));
    return {
      noun,
      ids: group.map(({ row }) => row.id),
      columns: columns(names, group, ({ row }) => row.values as Record<string, WireValue>),
      versions: Object.fromEntries(
        versioned.map((name) => [
          name,
          group.map(({ row }) => {
            const version = row.versions[name];
            return version ? toWireVersion(version) : 0;
          }),
        ]),
      ),
      positions: group.map(({ position }) => position),
    };
  });
}

/** Only what the public face shows leaves the server; a row that has none any more is gone. */
export function publicTables(
  declarations: Declarations,
  rows: readonly PositionedRow[],
): { tables: WireTable[]; gone: RowName[] } {
  const gone: RowName[] = [];
  const tables = byNoun(rows).map(([noun, group]) => {
    const face = declarations.entities.get(noun)?.publicFace;
    const shown: { position: number; id: string; values: Record<string, PublicValue> }[] = [];
    for (const { row, position } of group) {
      const values = face?.show(row.id, row.values);
      if (values) shown.push({ position, id: row.id, values });
      else gone.push(rowName(row));
    }
    return {
      noun,
      ids: shown.map(({ id }) => id),
      columns: columns(face?.fields ?? [], shown, ({ values }) => values),
      positions: shown.map(({ position }) => position),
    };
  });
  return { tables: tables.filter(({ ids }) => ids.length > 0), gone };
}

function columns<R>(
  names: readonly string[],
  rows: readonly R[],
  values: (row: R) => Record<string, WireValue>,
): Record<string, WireValue[]> {
  return Object.fromEntries(names.map((n) => [n, rows.map((row) => values(row)[n] as WireValue)]));
}

function byNoun(rows: readonly PositionedRow[]): [string, PositionedRow[]][] {
  const groups = new Map<string, PositionedRow[]>();
  for (const positioned of rows) {
    const group = groups.get(positioned.row.noun);
    if (group) group.push(positioned);
    else groups.set(positioned.row.noun, [positioned]);
  }
  return [...groups];
}
