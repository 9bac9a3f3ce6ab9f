/** What became of a tap, said in the strip at the foot: done, with a way back; or why not, and what now. */
import type { Done } from '$lib/phone/act';
import { toast } from '$lib/ui/toast.svelte';
import { explainInLine } from '$lib/words/refusals';

/**
 * @param words what to say when it stands
 * @param afterUndo what else to put right once the person has taken it back
 * @returns whether it stands
 */
export function sayDone(done: Done, words: string, afterUndo?: () => void): boolean {
  if (!done.ok) {
    toast.say(explainInLine(done.code));
    return false;
  }
  const { undo } = done;
  toast.say(words, undo && (() => void takeBack(undo, afterUndo)));
  return true;
}

async function takeBack(undo: () => Promise<Done>, afterUndo?: () => void): Promise<void> {
  const back = await undo();
  if (back.ok) afterUndo?.();
  else toast.say(explainInLine(back.code));
}
