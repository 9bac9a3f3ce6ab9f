/**
 * An entry is refused because its author may no longer: the shop has another helper, the village another
 * facilitator. It is not applied and not forgotten: those who look after the rows now find it (handed.ts).
 * Only somebody who once had the right is heard; for anybody else a refusal is a refusal.
 */
import type { Declarations } from '../declarations';
import { type Entry, HANDED_ON, type Outcome } from '../entry';
import { handed, MAX_HANDED, MAX_SAID } from '../handed';
import { readInput } from '../read-input';
import { type Row, rowName } from '../row';
import { type Stamp, stampMs } from '../stamp';
import { inLockOrder, worldOf } from '../world';
import { EntryRefused } from './apply-patches';
import type { ServerTx } from './store';

interface Late {
  readonly personId: string;
  readonly entry: Entry;
  /** Rank of what it says. */
  readonly order: Stamp;
  /** The server itself once handed it on: nobody asks again whether its author might. */
  readonly vouched: boolean;
}

/** Whether a refusal with this code may be somebody's work that came too late. */
export const mayBeLate = ({ handingOn }: Declarations, code: string): boolean =>
  handingOn?.codes.has(code) === true;

/**
 * Keeps it for those who look after its rows now. Done twice it is there once: it is named after the entry.
 *
 * @returns the author's answer, or null when it stays with its author alone
 * @throws EntryRefused when it speaks of somebody who was erased
 */
export async function handOn(
  tx: ServerTx,
  { actions, handingOn }: Declarations,
  { personId, entry, order, vouched }: Late,
): Promise<Outcome | null> {
  const action = actions.get(entry.action);
  const read = action && readInput(action, entry.input);
  if (!handingOn || !action || !read || 'unfit' in read) return null;
  const keys = inLockOrder(action.touches(read.input));
  const rows = await tx.lockRows(keys);
  // Under the locks, as for every entry: who was erased is offered to nobody.
  if (await tx.anyErased([...keys, { noun: 'person', id: personId }]))
    throw new EntryRefused('subject.erased');
  const said = JSON.stringify(read.input);
  const heirs = handingOn.heirs({
    action: action.name,
    input: read.input,
    world: worldOf(keys, new Map(rows.map((row) => [rowName(row), row.values]))),
    author: personId,
    rights: vouched ? null : await rightsOf(tx, handingOn.rights, personId),
  });
  const [nearest] = heirs ?? [];
  if (!heirs || nearest === undefined || said.length > MAX_SAID) return null;
  const id = tx.idFor(`handed ${entry.stamp}`);
  const standing = await tx.readRow({ noun: handed.noun, id });
  const scopes = [...heirs, handingOn.own(personId)];
  if (!standing) {
    if ((await countFor(tx, personId, nearest)) >= MAX_HANDED) return null;
    const row: Row = {
      noun: handed.noun,
      id,
      values: {
        action: action.name,
        said,
        author: personId,
        authorName: await tx.nameOf(personId),
        saidMs: stampMs(order),
        scopes: scopes.join(' '),
        status: 'open',
      },
      versions: { status: { id: entry.stamp, order, by: personId } },
    };
    await tx.insertRow(row);
    await tx.publish(row, scopes);
  }
  return {
    seq: entry.seq,
    result: 'refused',
    code: HANDED_ON,
    rows: [`${handed.noun}/${id}`],
    position: await tx.position(),
    ...(order === entry.stamp ? {} : { order }),
  };
}

const rightsOf = async (tx: ServerTx, { noun, by }: { noun: string; by: string }, id: string) =>
  (await tx.followers(noun, by, id)).map(({ values }) => values);

/** Taken and set aside ones too: nobody fills a neighbour's phone by coming back. */
async function countFor(tx: ServerTx, author: string, scope: string): Promise<number> {
  const all = await tx.followers(handed.noun, 'author', author);
  return all.filter(({ id, values }) => handed.privateScopes(id, values as never).includes(scope))
    .length;
}
