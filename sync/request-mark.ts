/**
 * Which request is this the answer to? A cache that should not be there, or a tab that slept, may hand a
 * phone an old answer for a new question: its outcomes would settle other entries, its cursor would jump
 * over rows. So every answer names the question in a few characters and the phone looks.
 */
import type { SyncRequest } from './wire';

/** 32 bits of FNV-1a in base 36, over all that an answer depends on. */
export function markOf({ deviceEpoch, sentMs, cursors, entries }: SyncRequest): string {
  const places = Object.keys(cursors)
    .sort()
    .map((scope) => `${scope}=${cursors[scope]}`);
  const text = [deviceEpoch, sentMs, ...places, ...entries.map(({ stamp }) => stamp)].join(' ');
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
