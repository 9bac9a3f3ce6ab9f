/**
 * A person does something. When `ok` comes back it is on this phone's flash, whatever happens next; how
 * it reaches the others is the loop's business.
 */
import type { Action, Input, InputFields } from '#sync/action';
import type { EntryInput } from '#sync/entry';
import { whileBusy } from './calm';
import { phone } from './phone.svelte';
import { uuid7 } from './uuid7';

export type Done =
  | {
      readonly ok: true;
      /** Takes it back by another action; absent when there is no way back. */
      readonly undo?: () => Promise<Done>;
    }
  | { readonly ok: false; readonly code: string };

/**
 * @param action one of domain/'s actions; the input is checked against it by the compiler and on the phone
 * @returns `ok: false` with a refusal of domain/, or `phone.full`, `phone.locked`, `phone.broken`,
 *   `phone.other_person`, `phone.no_signal`: then nothing was stored and the form must be kept
 */
export async function act<I extends InputFields, L>(
  action: Action<I, L>,
  input: Input<I>,
): Promise<Done> {
  // Whoever the page was shown to speaks, also if the stores are still on their way here.
  const speaker = phone.profileId;
  return whileBusy(async () => {
    // The stores have never arrived here and there is no signal to fetch them.
    const stores = await import('./heart').catch(() => null);
    if (!stores) return { ok: false, code: 'phone.no_signal' };
    return stores.perform({ action: action.name, input: input as EntryInput }, speaker);
  });
}

/** A new id for anything born here. UUIDv7. */
export const newId = (): string => uuid7();
