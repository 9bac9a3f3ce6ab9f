/** Second tries and letting go, over the person's own store. */
import { declarations } from '#domain/index';
import { giveUp, tryAgain } from '#sync/phone/repair';
import type { Done } from './act';
import { isFull } from './db/survive';
import { heart } from './heart';
import { phone } from './phone.svelte';
import { retryPhoto } from './photo/upload';
import type { OutboxRow } from './views';

const ports = { nowMs: () => Date.now() };

export async function tryAgainNow(row: OutboxRow): Promise<Done> {
  return guarded(async () => {
    const { open, sender } = await heart();
    if (row.kind === 'photo') await retryPhoto(open.db, row.hash);
    else {
      const tapped = await tryAgain(open.store, declarations, row, ports);
      if (!tapped.ok) return tapped;
    }
    sender.nudge('asked');
    return { ok: true };
  });
}

export async function giveUpNow(row: OutboxRow): Promise<Done> {
  return guarded(async () => {
    const { open } = await heart();
    if (row.kind === 'entry') await giveUp(open.store, declarations, row);
    // Counted as done, so that nobody is asked again; its bytes stay while there is room.
    else await open.db.photos.update(row.hash, { sent: 'full', refused: '', givenUp: true });
    return { ok: true };
  });
}

async function guarded(work: () => Promise<Done>): Promise<Done> {
  if (phone.state === 'locked') return { ok: false, code: 'phone.locked' };
  try {
    return await work();
  } catch (failure) {
    return { ok: false, code: isFull(failure) ? 'phone.full' : 'phone.broken' };
  }
}
