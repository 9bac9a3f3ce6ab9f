/**
 * A public scope for phones that hold nothing of it yet, made once and kept: the same rows by the same feed
 * and the same public faces as every answer, cut into small frames of whole rows. What comes first is what
 * a first screen shows; the rest stands in an order in which like follows like.
 */
import type { Declarations } from '../declarations';
import type { WireTable, WireValue } from '../wire';
import { publicTables } from './pull';
import type { ServerStore } from './store';

export interface Snapshot {
  /** Where the feed goes on. As the store writes it, without the mark of the epoch. */
  readonly cursor: string;
  readonly rows: number;
  /** One text each, in the order in which they are to be read (frame-taker.ts). */
  readonly frames: readonly string[];
}

export interface SnapshotPlan {
  /** The noun a screen is made of; what its rows refer to travels beside them. */
  readonly lead: string;
  /** Rows of it that come first, newest first. */
  readonly first: number;
  /** Values by which the others are sorted, so that like follows like. */
  readonly alike: readonly string[];
  /** Rows in one frame; as many as pack well (FRAME_ROWS) if it is not said. */
  readonly frameRows?: number;
}

/**
 * Rows in one frame. A cut link loses the frame it was in, so small ones lose little; larger ones pack
 * better (16: 4.5 % over the floor; 100: 1 %, measured on 1,000 listings).
 */
const FRAME_ROWS = 12;
const PAGE = 1_000;

interface Shown {
  readonly noun: string;
  readonly id: string;
  readonly values: Readonly<Record<string, WireValue>>;
}

export async function takeSnapshot(
  store: ServerStore,
  declarations: Declarations,
  scope: string,
  plan: SnapshotPlan,
): Promise<Snapshot> {
  const rows = new Map<string, Shown>();
  let cursor = '';
  for (let more = true; more;) {
    const page = await store.pull(scope, cursor, PAGE);
    const { tables, gone } = publicTables(declarations, page.rows);
    // A row that changes while we read comes again on a later page.
    for (const row of tables.flatMap(rowsOf)) rows.set(row.id, row);
    for (const name of [...page.gone, ...gone]) rows.delete(name.slice(name.indexOf('/') + 1));
    ({ cursor, more } = page);
  }
  const sorted = inReadingOrder(rows, plan);
  const frames: string[] = [];
  const { frameRows = FRAME_ROWS } = plan;
  for (let from = 0; from < sorted.length; from += frameRows) {
    frames.push(frameOf(sorted.slice(from, from + frameRows)));
  }
  return { cursor, rows: sorted.length, frames };
}

/** A frame: for each noun its name, the fields, the ids, and one column for each field. */
function frameOf(rows: readonly Shown[]): string {
  const tables = new Map<string, Shown[]>();
  for (const row of rows) tables.set(row.noun, [...(tables.get(row.noun) ?? []), row]);
  return JSON.stringify(
    [...tables].map(([noun, group]) => {
      const fields = Object.keys(group[0]?.values ?? {});
      const columns = fields.map((field) => group.map(({ values }) => values[field]));
      return [noun, fields, group.map(({ id }) => id), ...columns];
    }),
  );
}

/** The newest of the lead with what they refer to, then the others, like after like. */
function inReadingOrder(rows: ReadonlyMap<string, Shown>, plan: SnapshotPlan): Shown[] {
  const newest = [...rows.values()]
    .filter(({ noun }) => noun === plan.lead)
    .sort((a, b) => (a.id < b.id ? 1 : -1));
  const likeness = ({ values }: Shown) =>
    plan.alike.map((field) => String(values[field])).join('\n');
  const rest = newest.slice(plan.first).map((row) => [likeness(row), row] as const);
  rest.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const sorted = new Set<Shown>();
  const add = (row: Shown): void => {
    if (sorted.has(row)) return;
    sorted.add(row);
    for (const value of Object.values(row.values).flat() as unknown[]) {
      const named = typeof value === 'string' ? rows.get(value) : undefined;
      if (named) add(named);
    }
  };
  newest.slice(0, plan.first).forEach(add);
  rest.forEach(([, row]) => add(row));
  [...rows.values()].forEach(add);
  return [...sorted];
}

function rowsOf({ noun, ids, columns }: WireTable): Shown[] {
  return ids.map((id, index) => {
    const values = Object.entries(columns).map(
      ([field, column]) => [field, column[index]] as const,
    );
    return { noun, id, values: Object.fromEntries(values) as Shown['values'] };
  });
}
