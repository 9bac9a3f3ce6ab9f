/**
 * What one change means for other rows. A product is taken off the table: its pictures leave the market
 * with it. A person is called by another name: the shops they help in hear it. Followers change in the
 * transaction of their leader, so nobody ever sees one without the other.
 */
import type { EntitiesByNoun, Entity, Values } from '../entity';
import { type Row, type RowKey, rowName, type RowName } from '../row';
import type { ServerTx } from './store';

/** A row as it stood (undefined: it was born) and as it stands. */
export interface Change {
  readonly before?: Row | undefined;
  readonly after: Row;
}

type LeaderOf = (key: RowKey) => Row | undefined;

/**
 * Every scope the row belongs to as it stands.
 *
 * @param leaderOf finds the row it follows, and the one that follows in turn
 */
export function scopesOfRow(entities: EntitiesByNoun, row: Row, leaderOf: LeaderOf): string[] {
  const entity = entityOf(entities, row.noun);
  const scopes = entity.privateScopes(row.id, row.values);
  const { publicScope } = entity;
  return publicScope && isShown(entities, row, leaderOf) ? [...scopes, publicScope] : scopes;
}

function isShown(entities: EntitiesByNoun, row: Row, leaderOf: LeaderOf): boolean {
  const { publicFace, follows } = entityOf(entities, row.noun);
  if (!publicFace?.show(row.id, row.values)) return false;
  if (!follows?.shown) return true;
  const leader = leaderOf(leaderKey(follows, row));
  if (!leader || !follows.shown(row.id, row.values, leader.values)) return false;
  return isShown(entities, leader, leaderOf);
}

/**
 * Publishes rows that were just written, and does for their followers what follows from it. The caller
 * holds the locks of the rows.
 *
 * @param held rows as they stand under the caller's locks, so that they need not be read again
 */
export async function publishChanges(
  tx: ServerTx,
  entities: EntitiesByNoun,
  changes: readonly Change[],
  held: ReadonlyMap<RowName, Row> = new Map(),
): Promise<void> {
  const standing = new Map(held);
  for (const { after } of changes) standing.set(rowName(after), after);
  const written = new Set(changes.map(({ after }) => rowName(after)));
  for (const { after } of changes) {
    const copied = await copyFromLeader(tx, entities, after, standing);
    await tx.publish(copied, await scopesNow(tx, entities, copied, standing));
  }
  for (const { before, after } of changes) {
    for (const entity of followersOf(entities, after.noun, before, after)) {
      await lookAfter(tx, entities, entity, after, standing, written);
    }
  }
}

/** Nouns that follow this one and care about what changed. */
function followersOf(
  entities: EntitiesByNoun,
  noun: string,
  before: Row | undefined,
  after: Row,
): Entity[] {
  return [...entities.values()].filter(({ follows }) => {
    if (follows?.noun !== noun) return false;
    return !before || follows.heeds.some((name) => !sameValue(before, after, name));
  });
}

/** Followers move with their leader into or out of everybody's sight, and so do theirs. */
async function lookAfter(
  tx: ServerTx,
  entities: EntitiesByNoun,
  { noun, follows }: Entity,
  leader: Row,
  standing: Map<RowName, Row>,
  written: ReadonlySet<RowName>,
): Promise<void> {
  if (!follows) return;
  let rows = await tx.followers(noun, follows.by, leader.id);
  rows = rows.filter((row) => !written.has(rowName(row)));
  // A copy is written into the row: as it stands under its own lock.
  if (follows.copies && rows.length > 0) rows = await tx.lockRows(rows);
  for (const row of rows) {
    standing.set(rowName(row), row);
    const copied = await copyFromLeader(tx, entities, row, standing);
    const scopes = await scopesNow(tx, entities, copied, standing);
    await (copied === row ? tx.moveScopes(row, scopes) : tx.publish(copied, scopes));
    if (!follows.shown) continue;
    for (const next of entities.values()) {
      if (next.follows?.noun !== noun || !next.follows.shown) continue;
      await lookAfter(tx, entities, next, row, standing, written);
    }
  }
}

/** @returns the row itself when it says already what its leader says */
async function copyFromLeader(
  tx: ServerTx,
  entities: EntitiesByNoun,
  row: Row,
  standing: Map<RowName, Row>,
): Promise<Row> {
  const { follows } = entityOf(entities, row.noun);
  if (!follows?.copies) return row;
  const leader = await known(tx, leaderKey(follows, row), standing);
  if (!leader) return row;
  const values: Record<string, unknown> = { ...row.values };
  const versions = { ...row.versions };
  let differs = false;
  for (const [own, theirs] of Object.entries(follows.copies)) {
    const said = (leader.values as Record<string, unknown>)[theirs];
    if (values[own] === said) continue;
    differs = true;
    values[own] = said;
    const version = leader.versions[theirs];
    if (version) versions[own] = version;
  }
  if (!differs) return row;
  const copied: Row = { ...row, values: values as Values, versions };
  await tx.updateRow(copied);
  standing.set(rowName(row), copied);
  return copied;
}

async function scopesNow(
  tx: ServerTx,
  entities: EntitiesByNoun,
  row: Row,
  standing: Map<RowName, Row>,
): Promise<string[]> {
  for (let one: Row | undefined = row; one;) {
    const { follows }: Entity = entityOf(entities, one.noun);
    one = follows?.shown ? await known(tx, leaderKey(follows, one), standing) : undefined;
  }
  return scopesOfRow(entities, row, (key) => standing.get(rowName(key)));
}

async function known(
  tx: ServerTx,
  key: RowKey,
  standing: Map<RowName, Row>,
): Promise<Row | undefined> {
  const held = standing.get(rowName(key));
  if (held) return held;
  const row = await tx.readRow(key);
  if (row) standing.set(rowName(row), row);
  return row;
}

const leaderKey = ({ noun, by }: { noun: string; by: string }, row: Row): RowKey => ({
  noun,
  id: String((row.values as Record<string, unknown>)[by]),
});

function entityOf(entities: EntitiesByNoun, noun: string): Entity {
  const entity = entities.get(noun);
  if (!entity) throw new Error(`unknown noun ${noun}`);
  return entity;
}

const sameValue = (before: Row, after: Row, name: string): boolean =>
  JSON.stringify((before.values as Record<string, unknown>)[name]) ===
  JSON.stringify((after.values as Record<string, unknown>)[name]);
