/**
 * What a person does here: the action runs on what this phone holds, and with it goes what would take it
 * back, from the same look at the rows. Fetched when the page rests; a tap before that waits for it.
 */
import { declarations } from '#domain/index';
import { type Call, tapIn, type Tapped } from '#sync/phone/tap';
import type { DexiePhoneStore } from './dexie-store';
import { undoOf } from './undo';
import { uuid7 } from './uuid7';

/** @throws whatever the store throws: then nothing was written */
export function tapWithUndo(
  store: DexiePhoneStore,
  call: Call,
): Promise<{ readonly tapped: Tapped; readonly undo: Call | null }> {
  return store.write(async (tx) => {
    const home = call.action.slice(0, call.action.indexOf('.'));
    const before = await tx.row(`${home}/${String(call.input.id)}`);
    const tapped = await tapIn(tx, declarations, call, Date.now());
    const values = before?.view?.values as Record<string, unknown> | undefined;
    return { tapped, undo: undoOf(call, () => values, uuid7) };
  });
}
