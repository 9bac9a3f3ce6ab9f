/**
 * Which request is this the answer to? A cache that should not be there, or a tab that slept, may hand a
 * phone an old answer for a new question: its outcomes would settle other entries, its cursor would jump
 * over rows. So every answer names the question in a few characters and the phone looks.
 */
import type { SyncRequest } from './wire';

/** 32 bits of FNV-1a in base 36, over all that an answer depends on. */
export function markOf(request: SyncRequest): string {
  const { deviceEpoch, epoch, sentMs, cursors, entries, offers = [] } = request;
  // Without the scopes' names: the compact wire shortens them.
  const places = Object.values(cursors).sort();
  const said = [...entries, ...offers.map(({ entry }) => entry)].map(({ stamp }) => stamp);
  const text = [deviceEpoch, epoch, sentMs, ...places, ...said].join(' ');
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash.toString(36);
}

/** The answer is about another request: nothing of it may be put away. */
export class ForeignAnswer extends Error {}

/** @throws ForeignAnswer. Servers from before the mark say none, and are believed. */
export function mustAnswer(request: SyncRequest, answer: { readonly to?: string }): void {
  if (answer.to !== undefined && answer.to !== markOf(request)) throw new ForeignAnswer();
}
