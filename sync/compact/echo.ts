/**
 * A seller changes a hundred prices; must the air carry a hundred products back to the phone that has just
 * said them? The phone can make each of these rows itself, by the same merge as the server: what the server
 * said last, with its own words on top. So the server leaves them out and tells one number of all of them.
 * If the phone comes to another number (somebody else was there in between), it does not take the scopes
 * concerned as read, asks again, and gets them whole: an echo can cost a round trip, never the truth.
 */
import type { Declarations } from '../declarations';
import { canonicalText } from '../entry';
import { mergePatch } from '../merge';
import type { PhoneStore, Queued, Standing } from '../phone/store';
import { type Row, rowName, type RowName } from '../row';
import {
  fromWireVersion,
  type ScopeChanges,
  type SyncAnswer,
  type SyncRequest,
  toWireVersion,
  type WireTable,
  type WireValue,
} from '../wire';

export interface Echo {
  /** Numbers of the outcomes' rows, in the order they are named there, that were left out; 0: all. */
  readonly rows: readonly number[] | 0;
  /** For each of `changes`, which of these belong to it (numbers into `rows`); 0: all of them. */
  readonly scopes: readonly (readonly number[] | 0)[];
  /** Fingerprint of all rows left out, and of what the public sees of them. */
  readonly sum: number;
}

interface Told {
  readonly name: RowName;
  readonly position: number;
}

/** The server's side: takes out of the answer what the phone can make of its own words. */
export function takeOutEcho(
  answer: SyncAnswer,
  request: SyncRequest,
  declarations: Declarations,
): { answer: SyncAnswer; echo: Echo | null } {
  const named = namedRows(answer);
  const said = new Set(request.entries.map(({ stamp }) => stamp));
  const unforeseen = rowsLearned(answer, request, declarations);
  const isPublic = ({ scope }: ScopeChanges) => declarations.publicScopes.includes(scope);
  const whole = new Map<RowName, string>();
  for (const changes of answer.changes.filter((one) => !isPublic(one))) {
    for (const { name, position, standing } of rowsOf(changes)) {
      if (positionOf(named, name) !== position || unforeseen.has(name)) continue;
      if (!isOwnWord(standing, said)) continue;
      whole.set(name, rowText(name, standing));
    }
  }
  const rows = named.flatMap(({ name }, index) => (whole.has(name) ? [index] : []));
  if (rows.length === 0) return { answer, echo: null };
  const names = rows.map((index) => named[index]?.name ?? '');
  const texts = names.map((name) => whole.get(name) ?? '');
  const scopes: (readonly number[] | 0)[] = [];
  const changes = answer.changes.map((one) => {
    const open = isPublic(one);
    const shown = new Map(rowsOf(one).map((row) => [row.name, row]));
    const mine = names.flatMap((name, index) => {
      const row = shown.get(name);
      if (row ? row.position !== positionOf(named, name) : !open || !one.gone.includes(name))
        return [];
      if (open) texts.push(faceText(one.scope, name, row ? row.standing.values : null));
      return [index];
    });
    scopes.push(mine.length === names.length ? 0 : mine);
    return without(one, new Set(mine.map((index) => names[index] ?? '')));
  });
  const all = rows.length === named.length;
  return {
    answer: { ...answer, changes },
    echo: { rows: all ? 0 : rows, scopes, sum: sumOf(texts) },
  };
}

/**
 * The phone's side: puts the rows back. If they do not come out as the server has them, the answer comes
 * without the scopes concerned, and says that there is more.
 */
export function putBackEcho(
  store: PhoneStore,
  declarations: Declarations,
  request: SyncRequest,
  answer: SyncAnswer,
  echo: Echo,
): Promise<SyncAnswer> {
  const named = namedRows(answer);
  const left = echo.rows === 0 ? named : echo.rows.flatMap((index) => named[index] ?? []);
  return store.write(async (tx) => {
    const { actor } = await tx.state();
    const seqs = new Set(request.entries.map(({ seq }) => seq));
    const queue = (await tx.queue()).filter(
      ({ deviceEpoch, seq }) => deviceEpoch === request.deviceEpoch && seqs.has(seq),
    );
    const standings = new Map<RowName, Standing>();
    for (const { name } of left) {
      const base = (await tx.row(name))?.base ?? null;
      const mine = queue.filter(({ rows }) => rows.includes(name));
      const made = withOwnWords(name, base, mine, declarations, actor.personId);
      if (made) standings.set(name, made);
    }
    const texts = left.map(({ name }) => {
      const standing = standings.get(name);
      return standing ? rowText(name, standing) : '';
    });
    const changes = answer.changes.map((one, index) => {
      const which = echo.scopes[index] ?? [];
      const mine = which === 0 ? left : which.flatMap((at) => left[at] ?? []);
      const open = declarations.publicScopes.includes(one.scope);
      return mine.reduce((into, { name, position }) => {
        const standing = standings.get(name);
        const values = standing && (open ? faceOf(name, standing, declarations) : standing.values);
        if (open) texts.push(faceText(one.scope, name, values ?? null));
        if (!values) return { ...into, gone: [...into.gone, name] };
        const row = { name, position, standing: { values, versions: standing.versions } };
        return { ...into, tables: [...into.tables, tableOf(row as Shown, open)] };
      }, one);
    });
    if (sumOf(texts) === echo.sum) return { ...answer, changes };
    const untouched = answer.changes.filter((_one, index) => isEmpty(echo.scopes[index]));
    return { ...answer, changes: untouched, more: true };
  });
}

const isEmpty = (which: readonly number[] | 0 | undefined): boolean =>
  which === undefined || (which !== 0 && which.length === 0);

/** Rows that some entry of this request changed cleanly, with the position of its last change there. */
function namedRows({ outcomes }: SyncAnswer): Told[] {
  const positions = new Map<RowName, number>();
  for (const { rows, position } of outcomes) {
    for (const name of rows ?? [])
      positions.set(name, Math.max(position ?? 0, positions.get(name) ?? 0));
  }
  for (const { rows, result } of outcomes) {
    if (result !== 'applied') rows?.forEach((name) => positions.delete(name));
  }
  return [...positions].map(([name, position]) => ({ name, position }));
}

/** Rows of entries by which the server learned what no phone can foresee. */
function rowsLearned(
  { outcomes }: SyncAnswer,
  { entries }: SyncRequest,
  { actions }: Declarations,
): ReadonlySet<RowName> {
  const seqs = new Set(
    entries.filter(({ action }) => actions.get(action)?.learns).map(({ seq }) => seq),
  );
  return new Set(outcomes.flatMap(({ seq, rows }) => (seqs.has(seq) ? (rows ?? []) : [])));
}

const positionOf = (named: readonly Told[], wanted: RowName): number | undefined =>
  named.find(({ name }) => name === wanted)?.position;

/** A value whose rank the server had to correct is not as the phone would make it. */
const isOwnWord = ({ versions }: Standing, said: ReadonlySet<string>): boolean =>
  Object.values(versions).every(({ id, order }) => order === id || !said.has(id));

interface Shown extends Told {
  readonly standing: Standing;
}

function rowsOf({ tables }: ScopeChanges): Shown[] {
  return tables.flatMap((table) =>
    table.ids.map((id, index) => {
      const row = <T>(columns: Readonly<Record<string, readonly T[]>>) =>
        Object.entries(columns).map(([field, column]) => [field, column[index] as T] as const);
      const versions = row(table.versions ?? {}).flatMap(([field, version]) =>
        version === 0 ? [] : [[field, fromWireVersion(version)] as const],
      );
      const values = Object.fromEntries(row(table.columns)) as Standing['values'];
      const name = rowName({ noun: table.noun, id });
      const position = table.positions[index] ?? 0;
      return { name, position, standing: { values, versions: Object.fromEntries(versions) } };
    }),
  );
}

/** The changes without the rows of these names. */
function without(changes: ScopeChanges, names: ReadonlySet<RowName>): ScopeChanges {
  if (names.size === 0) return changes;
  const tables = changes.tables.flatMap((table) => {
    const stays = table.ids.map((id) => !names.has(rowName({ noun: table.noun, id })));
    const left = <T>(column: readonly T[]) => column.filter((_value, index) => stays[index]);
    const each = <T>(columns: Readonly<Record<string, readonly T[]>>) =>
      Object.fromEntries(Object.entries(columns).map(([field, column]) => [field, left(column)]));
    if (!stays.includes(true)) return [];
    return {
      ...{ noun: table.noun, ids: left(table.ids), columns: each(table.columns) },
      ...(table.versions ? { versions: each(table.versions) } : {}),
      positions: left(table.positions),
    };
  });
  return { ...changes, tables, gone: changes.gone.filter((name) => !names.has(name)) };
}

function tableOf({ name, position, standing }: Shown, open: boolean): WireTable {
  const [noun, id] = partsOf(name);
  const alone = <T>(record: object) =>
    Object.fromEntries(Object.entries(record).map(([field, value]) => [field, [value as T]]));
  const versions = Object.fromEntries(
    Object.entries(standing.versions).map(([field, version]) => [field, [toWireVersion(version)]]),
  );
  const columns = alone<WireValue>(standing.values);
  return { noun, ids: [id], columns, ...(open ? {} : { versions }), positions: [position] };
}

/** The row with what this phone has said of it since the server last spoke; null if it does not go. */
function withOwnWords(
  name: RowName,
  base: Standing | null,
  mine: readonly Queued[],
  declarations: Declarations,
  by: string,
): Standing | null {
  const [noun, id] = partsOf(name);
  const entity = declarations.entities.get(noun);
  if (!entity) return null;
  let row: Row | undefined = base ? { noun, id, ...base } : undefined;
  try {
    for (const { entry, patches } of mine) {
      const version = { id: entry.stamp, order: entry.stamp, by };
      const said = { version, bases: entry.bases[name] ?? {} };
      for (const patch of patches) {
        if (patch.noun === noun && patch.id === id) row = mergePatch(entity, row, patch, said).row;
      }
    }
  } catch {
    return null;
  }
  return row ? { values: row.values, versions: row.versions } : null;
}

/** What everybody sees of it: by the same declaration as on the server. */
function faceOf(name: RowName, { values }: Standing, { entities }: Declarations) {
  const [noun, id] = partsOf(name);
  return entities.get(noun)?.publicFace?.show(id, values) ?? null;
}

function partsOf(name: RowName): [noun: string, id: string] {
  const slash = name.indexOf('/');
  return [name.slice(0, slash), name.slice(slash + 1)];
}

const rowText = (name: RowName, { values, versions }: Standing): string =>
  canonicalText([name, values, versions]);
const faceText = (scope: string, name: RowName, values: object | null): string =>
  canonicalText([scope, name, values]);

/** 52 bits of two FNV-1a: the other side is honest, only chance is to be kept out. */
function sumOf(texts: readonly string[]): number {
  let [low, high] = [0x811c9dc5, 0x01000193];
  for (const text of texts) {
    for (let index = 0; index < text.length; index += 1) {
      low = Math.imul(low ^ text.charCodeAt(index), 0x01000193) >>> 0;
      high = Math.imul(high ^ text.charCodeAt(index), 0x85ebca6b) >>> 0;
    }
    high = (high + 1) >>> 0;
  }
  return (high % 2 ** 20) * 2 ** 32 + low;
}
