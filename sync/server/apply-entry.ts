/**
 * One entry meets the truth: its action is decided over locked rows, merged field by field, and
 * everything that follows (kept values, questions, the feed) is written in the same transaction.
 */
import { type Actor, type Again, isRefusal } from '../action';
import type { Declarations } from '../declarations';
import type { Entry, Outcome } from '../entry';
import { isStamp, nodeOf, type Stamp, stampMs, stampNode } from '../stamp';
import type { Healing } from '../merge';
import { readInput } from '../read-input';
import { type Row, type RowKey, rowName, type RowName } from '../row';
import { worldOf } from '../world';
import { applyPatches, EntryRefused } from './apply-patches';
import { gather } from './gather';
import { orderOf } from './order';
import type { ServerDevice, ServerTx } from './store';

export interface Receipt {
  readonly sentMs: number;
  readonly receivedMs: number;
  /** What the phone remembers of its earlier device epochs (SyncRequest.past). */
  readonly past: readonly Stamp[];
}

export interface Applied {
  readonly outcome: Outcome;
  readonly lastOrder: string;
  /** Whether the person had an account at that moment. */
  readonly hadAccount: boolean;
}

/** How an entry is taken that the server has vouched for: nobody asks again whether it may be. */
export interface Honoured {
  readonly hadAccount: boolean;
  /** The rank its values had. */
  readonly order: Stamp;
  /** Nothing was concurrent with it when it was first taken. */
  readonly sequential: boolean;
  /** A question about it was asked then. */
  readonly conflicted: boolean;
  /** Feed position it first had; 0: unknown. */
  readonly position: number;
}

export async function applyEntry(
  tx: ServerTx,
  declarations: Declarations,
  device: ServerDevice,
  entry: Entry,
  receipt: Receipt,
  honoured?: Honoured,
): Promise<Applied> {
  const action = declarations.actions.get(entry.action);
  if (!action) throw new EntryRefused('action.unknown');
  const read = readInput(action, entry.input);
  if ('unfit' in read) throw new EntryRefused(read.code);
  if (!isStamp(entry.stamp) || stampNode(entry.stamp) !== nodeOf(device.id, device.epoch)) {
    throw new EntryRefused('stamp.forged');
  }
  const facts = await tx.person(device.personId);
  if (!honoured && !facts.hasAccount && device.entryCount >= declarations.guestEntryLimit) {
    throw new EntryRefused('guest.limit');
  }
  const actor: Actor = honoured
    ? {
        personId: device.personId,
        rights: facts.rights,
        hasAccount: honoured.hadAccount,
        vouched: true,
      }
    : { personId: device.personId, ...facts };
  const { keys, rowsByName, learned } = await gather(tx, action, read.input, actor);
  // Under the locks: an erasure that was under way has come first, and must not be written over.
  if (await tx.anyErased([...keys, { noun: 'person', id: device.personId }])) {
    throw new EntryRefused('subject.erased');
  }
  const order =
    honoured?.order ?? orderOf(entry, receipt.sentMs, receipt.receivedMs, device.lastOrder);
  const decision = action.decide({
    world: worldOf(keys, new Map([...rowsByName].map(([name, row]) => [name, row.values]))),
    input: read.input,
    actor,
    nowMs: honoured ? stampMs(order) : receipt.receivedMs,
    learned,
    ...(honoured ? { again: againOf(rowsByName, order, receipt) } : {}),
  });
  if (isRefusal(decision)) throw new EntryRefused(decision.refused);
  const said = await healingOf(tx, entry, [...rowsByName.values()], honoured);
  const version = { id: entry.stamp, order, by: device.personId };
  const { result, rows } = await applyPatches(
    tx,
    declarations,
    action,
    decision,
    rowsByName,
    (name) => ({
      version,
      bases: entry.bases[name] ?? {},
      past: receipt.past,
      ...said(name),
    }),
  );
  return {
    outcome: {
      seq: entry.seq,
      result,
      rows,
      position: await tx.position(),
      ...(order === entry.stamp ? {} : { order }),
    },
    lastOrder: order,
    hadAccount: actor.hasAccount,
  };
}

/** By the same ranks as the merge that follows. */
function againOf(
  rowsByName: ReadonlyMap<RowName, Row>,
  order: Stamp,
  { receivedMs }: Receipt,
): Again {
  const rankOf = (key: RowKey, field: string) =>
    rowsByName.get(rowName(key))?.versions[field]?.order;
  return { receivedMs, stands: (key, field) => !((rankOf(key, field) ?? '') > order) };
}

/** After a restore: what is known of whoever said what stands in the rows now. */
async function healingOf(
  tx: ServerTx,
  entry: Entry,
  rows: readonly Row[],
  honoured: Honoured | undefined,
): Promise<(name: RowName) => { healing?: Healing }> {
  if (!honoured) return () => ({});
  const { sequential, conflicted, position } = honoured;
  const others = await tx.healedAbout(rows.map(rowName));
  const phone = phoneOf(entry.stamp);
  return (name) => {
    const about = new Map([...others].filter(([, { bases }]) => bases[name] !== undefined));
    /** Somebody who did not know came in between: then this change may have been put in question. */
    const quarrelled = (until: number) =>
      [...about.values()].some(
        (other) =>
          other.result !== 'applied' && other.position > position && other.position <= until,
      );
    const knewOfMine: Healing['knewOfMine'] = ({ id }, field) => {
      if (phoneOf(id) === phone) return true;
      const other = about.get(id);
      if (other?.bases[name]?.[field] === entry.stamp) return true;
      return sequential && other?.result === 'applied' && !quarrelled(other.position);
    };
    const metMineLater: Healing['metMineLater'] = ({ id }) => {
      const other = about.get(id);
      return other !== undefined && other.result !== 'applied' && other.position > position;
    };
    return { healing: { sequential, conflicted, knewOfMine, metMineLater } };
  };
}

/** The phone that spoke, whatever its device epoch was. */
const phoneOf = (stamp: Stamp): string => stampNode(stamp).slice(0, -2);
