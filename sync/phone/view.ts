/**
 * What the person did stays visible: everything that waits here is played again, in order, over
 * whatever the server last said. The same merge as on the server, so the picture is its best guess.
 */
import type { Declarations } from '../declarations';
import { type Merged, mergePatch } from '../merge';
import type { Row, RowName } from '../row';
import type { PhoneRow, PhoneState, PhoneTx, Queued, Standing } from './store';

const SHAPING = new Set<Queued['state']>(['waiting', 'sending', 'answered']);

/** Work that was only set aside is not refused: its author goes on seeing it. */
const shapes = ({ state, outcome }: Queued): boolean =>
  SHAPING.has(state) || outcome?.result === 'quarantined';

/** Who speaks on this phone, and what it remembers to have said in earlier device epochs. */
type Speaker = Pick<PhoneState, 'actor' | 'past'>;

/** Makes the view of these rows anew, and forgets rows nobody holds and nothing shapes any more. */
export async function rebuildViews(
  tx: PhoneTx,
  declarations: Declarations,
  names: Iterable<RowName>,
  speaker: Speaker,
): Promise<void> {
  const queue = await tx.queue();
  for (const name of new Set(names)) {
    const shaping = queue.filter((one) => shapes(one) && one.rows.includes(name));
    const row = (await tx.row(name)) ?? unsentRow(name);
    const view = viewOf(row, shaping, declarations, speaker);
    if (row.base === null && shaping.length === 0) await tx.dropRow(name);
    else await tx.saveRow({ ...row, view, waiting: shaping.length });
  }
}

function viewOf(
  row: PhoneRow,
  shaping: readonly Queued[],
  declarations: Declarations,
  { actor, past }: Speaker,
): Standing | null {
  const entity = declarations.entities.get(row.noun);
  if (!entity) return row.base;
  let standing: Row | undefined = row.base
    ? { noun: row.noun, id: row.id, ...row.base }
    : undefined;
  for (const { entry, patches } of shaping) {
    const version = { id: entry.stamp, order: entry.stamp, by: actor.personId };
    for (const patch of patches) {
      if (patch.id !== row.id || patch.noun !== row.noun) continue;
      if (patch.create && standing) continue;
      const said = { version, bases: entry.bases[row.name] ?? {}, ...(past ? { past } : {}) };
      standing = tryMerge(() => mergePatch(entity, standing, patch, said))?.row ?? standing;
    }
  }
  return standing ? { values: standing.values, versions: standing.versions } : null;
}

/** A change that no longer fits what arrived is left out of the picture; the server will say no. */
function tryMerge(merge: () => Merged): Merged | undefined {
  try {
    return merge();
  } catch {
    return undefined;
  }
}

export function unsentRow(name: RowName): PhoneRow {
  const slash = name.indexOf('/');
  return {
    name,
    noun: name.slice(0, slash),
    id: name.slice(slash + 1),
    scopes: [],
    base: null,
    position: 0,
    view: null,
    waiting: 0,
  };
}
