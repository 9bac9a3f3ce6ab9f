/**
 * People who go on working whatever happens to the server: half a village of headless phones, two for
 * each shop, that tap, send, are cut off, and send again. Each remembers what it did.
 */
import { setTimeout as sleep } from 'node:timers/promises';

import { HeadlessPhone } from '#api/client/headless-phone';
import { newId } from '#db/new-id';
import type { Queued } from '#sync/phone/store';

const VILLAGE = '63.11.07.2005';
const PIN = '493817';
/** Far shorter than a real phone's, so that the server never gets a quiet moment. ms. */
const IMPATIENCE_MS = 150;
/** How likely a phone that was not heard is to tap once more before it tries again. */
const WHILE_CUT_OFF = 0.25;
const WORDS = { title: 'Wadai', price: 5_000, unit: 'biji', category: 'kue', publish: true };

export interface Worker {
  readonly phone: HeadlessPhone;
  readonly shopId: string;
  /** The one product of the shop that both phones of it change all the time. */
  readonly listingId: string;
  /** What went in or out at this phone, by the id of the movement. */
  readonly moved: Map<string, number>;
  /** Products added at this phone. */
  readonly added: string[];
}

export interface Fleet {
  readonly workers: readonly Worker[];
  /** Taps so far, and syncs that came to their end and that did not. */
  readonly count: { taps: number; synced: number; cut: number };
  /** Everybody works until `ends` is aborted. Refusals nobody may get are thrown. */
  work(ends: AbortSignal): Promise<void>;
  /** Everybody says what is left and hears what is new. */
  come(): Promise<void>;
  close(): void;
}

/** @param hop tells a phone where to speak next, before each sync; it stays where it is if absent */
export async function openFleet(
  urls: readonly string[],
  shops: number,
  hop?: (turn: number) => string,
): Promise<Fleet> {
  const workers: Worker[] = [];
  for (let n = 0; n < shops; n += 1) workers.push(...(await openShop(urls, n)));
  const count = { taps: 0, synced: 0, cut: 0 };

  const speak = async (worker: Worker): Promise<boolean> => {
    if (hop) worker.phone.moveTo(hop(count.synced + count.cut));
    try {
      await worker.phone.sync();
      count.synced += 1;
      return true;
    } catch (failure) {
      if (!isTrouble(failure)) throw failure;
      count.cut += 1;
      return false;
    }
  };
  const untilHeard = async (worker: Worker): Promise<void> => {
    while (!(await speak(worker))) await sleep(IMPATIENCE_MS * (0.5 + Math.random()));
  };
  return {
    workers,
    count,
    work: async (ends) => {
      const working = workers.map(async (worker) => {
        for (let heard = true; !ends.aborted;) {
          // Whoever is not heard taps on, though not all the time.
          if (heard || Math.random() < WHILE_CUT_OFF) {
            await tapSomething(worker);
            count.taps += 1;
          }
          heard = await speak(worker);
          if (!heard) await sleep(IMPATIENCE_MS * (0.5 + Math.random()));
        }
      });
      await Promise.all(working);
    },
    // Twice: the first brings what the others said while we were speaking.
    come: async () => {
      for (let turn = 0; turn < 2; turn += 1) await Promise.all(workers.map(untilHeard));
    },
    close: () => workers.forEach(({ phone }) => phone.close()),
  };
}

/** A shop with one product and its two phones: the same person on both. */
async function openShop(urls: readonly string[], n: number): Promise<Worker[]> {
  const url = (k: number) => urls[k % urls.length] ?? '';
  const number = `08110077${String(n).padStart(4, '0')}`;
  const [shopId, listingId] = [newId(), newId()];
  const first = await HeadlessPhone.open({ url: url(0) });
  await first.signUp({ phone: number, pin: PIN, name: `Acil ${n}`, village: VILLAGE });
  await first.edit('shop.open', { id: shopId, village: VILLAGE, name: `Warung ${n}`, kind: 'kue' });
  await first.edit('listing.add', { id: listingId, shopId, ...WORDS });
  await first.sync();
  const second = await HeadlessPhone.open({ url: url(1) });
  await second.signIn({ phone: number, pin: PIN });
  await second.sync();
  return [first, second].map((phone) => {
    return { phone, shopId, listingId, moved: new Map<string, number>(), added: [] };
  });
}

async function tapSomething({ phone, shopId, listingId, moved, added }: Worker): Promise<void> {
  const dice = Math.random();
  if (dice < 0.5) {
    const id = newId();
    const quantity = Math.random() < 0.6 ? 1 + Math.floor(Math.random() * 9) : -1;
    await phone.edit('movement.record', {
      ...{ id, listingId, shopId, quantity },
      reason: quantity > 0 ? 'restock' : 'sale',
    });
    moved.set(id, quantity);
  } else if (dice < 0.9) {
    const price = 5_000 + Math.floor(Math.random() * 1_000) * 10;
    await phone.edit('listing.edit', { id: listingId, shopId, price });
  } else {
    const id = newId();
    await phone.edit('listing.add', { id, shopId, ...WORDS, title: `Wadai ${added.length}` });
    added.push(id);
  }
}

/** Busy, gone, cut off in the middle. Anything else is a finding. */
function isTrouble(failure: unknown): boolean {
  if (!(failure instanceof Error)) return false;
  const { status, code } = failure as { status?: unknown; code?: unknown };
  if (status !== undefined) return status === 503;
  return (
    /ECONN|EPIPE|EADDR|ETIMEDOUT/.test(String(code)) ||
    /ended early|socket hang up/.test(failure.message)
  );
}

/** What this phone was told is safe with the server: its answer lies on the phone. */
export const acknowledged = ({ phone }: Worker): Queued[] => {
  const { queue, sent } = phone.store.inspect();
  return [...sent, ...queue].filter(({ outcome }) => outcome !== null);
};
