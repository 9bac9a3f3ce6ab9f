/** From the bytes of an answer to the answer itself: the phone's half of the compact wire. */
import type { Declarations } from '../declarations';
import type { PhoneStore } from '../phone/store';
import type { SyncAnswer, SyncRequest } from '../wire';
import { nothingNew, unpackAnswer } from './answer';
import { putBackEcho } from './echo';

/** What came back: bytes of an answer, or an empty one with only the server's time. ms since epoch. */
export type Received = { readonly bytes: Uint8Array } | { readonly serverMs: number };

/** @throws NotCompact, TypeError, RangeError or ForeignAnswer for bytes that are no answer to this request */
export async function receiveAnswer(
  store: PhoneStore,
  declarations: Declarations,
  request: SyncRequest,
  received: Received,
): Promise<SyncAnswer> {
  const state = await store.write((tx) => tx.state());
  // An answer leaves out only what its request named: a phone that heals names nothing, and is told all.
  const heard = state.heard?.name === request.heard ? state.heard : undefined;
  if ('serverMs' in received) return nothingNew(received.serverMs, heard);
  const { answer, echo } = unpackAnswer(received.bytes, request, heard);
  return echo ? putBackEcho(store, declarations, request, answer, echo) : answer;
}
