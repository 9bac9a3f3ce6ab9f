/**
 * Somebody who only looks. The market is read, searched and kept fresh on their phone while nobody has
 * been made up for them: no person, no device, no key, and neither the engine nor anybody's store is
 * loaded. Whoever does something becomes somebody (heart.ts), and this ends.
 */
import { liveQuery } from 'dexie';
import { ask } from './air';
import { pause, whileLeading } from './leader';
import { beginLooking } from './looking';
import { hearNews } from './market-news';
import { openMarket } from './market-store';
import { dismissTrouble, phone, tell } from './phone.svelte';
import { PublicQueries } from './public-queries';
import type { Queries } from './queries';
import { onReasonsToTry } from './reasons-to-try';
import { shelf } from './shelf';
import { signal } from './status.svelte';
import { mostRows } from './sync-budget';
import { SyncLoop } from './sync-loop';
import type { Freshness } from './views';

const FRESH = 'jukung.market.fresh';

class VisitorQueries extends PublicQueries {
  freshness(): Promise<Freshness> {
    return Promise.resolve({ freshMs: null, offsetMs: null, ...heardBefore(), allSentMs: null });
  }
}

/** A question only somebody can answer. */
class AsksForSomebody extends Error {}

/** Begins to look around. Never throws. */
export async function lookAround(): Promise<void> {
  const ending = phone.profileId === '' ? beginLooking() : null;
  if (!ending) return;
  try {
    const market = await openMarket();
    // A copy that was cleared away since is not whole, and not of any time.
    if (!(await market.cursors.count())) shelf.removeItem(FRESH);
    signal.freshMs = heardBefore()?.freshMs ?? null;
    const loop = new SyncLoop({
      round: (halt, _, most) =>
        hearNews({ market, ask, nowMs: () => Date.now(), onFresh }, halt, most),
      mostRows,
      sendPhotos: () => Promise.resolve('done'),
      waiting: () => Promise.resolve({ entries: 0, photos: 0 }),
      sleep: pause,
      random: Math.random,
      nowMs: () => Date.now(),
      onState: ({ reach, full }) => {
        if (ending.aborted) return;
        signal.reach = reach;
        if (full) tell({ code: 'phone.full' });
        else if (reach === 'reached') dismissTrouble('phone.full');
      },
      isVisible: () => document.visibilityState === 'visible',
      onTrouble: () => undefined,
    });
    const deaf = onReasonsToTry((reason) => loop.nudge(reason));
    ending.addEventListener('abort', deaf, { once: true });
    void whileLeading('jukung.look', ending, (leading) => loop.run(leading)).catch(() => undefined);
  } catch {
    phone.state = 'broken';
    tell({ code: 'phone.broken' });
  }
}

function onFresh(freshMs: number, offsetMs: number): void {
  signal.freshMs = freshMs;
  shelf.setItem(FRESH, JSON.stringify({ freshMs, offsetMs }));
}

function heardBefore(): Pick<Freshness, 'freshMs' | 'offsetMs'> | null {
  try {
    const heard = JSON.parse(shelf.getItem(FRESH) ?? 'null') as Freshness | null;
    return Number.isFinite(heard?.freshMs) ? heard : null;
  } catch {
    return null;
  }
}

/** A live reading while nobody is at the helm; see live.svelte.ts. `onSomebody`: only a person can answer. */
export async function watchMarket<T>(
  question: (read: Queries) => PromiseLike<T>,
  onAnswer: (answer: T) => void,
  onEnd: (why: 'broken' | 'somebody') => void,
): Promise<() => void> {
  const market = new VisitorQueries(await openMarket());
  const read = new Proxy(market, {
    get: (target, name) =>
      name in target ? Reflect.get(target, name) : () => Promise.reject(new AsksForSomebody()),
  }) as unknown as Queries;
  const reading = liveQuery(async () => question(read)).subscribe({
    next: onAnswer,
    error: (failure: unknown) => onEnd(failure instanceof AsksForSomebody ? 'somebody' : 'broken'),
  });
  return () => reading.unsubscribe();
}
