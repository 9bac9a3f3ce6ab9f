/**
 * The phone as screens see it: whose turn it is, whether anything can be stored, what the person should
 * be told. Small, so that every page may have it; the rest comes when the page can be read.
 */
import type { Role } from '../ui/navigation';
import { shelf } from './shelf';
import { signal } from './status.svelte';
import type { Me } from './views';

export type PhoneState = 'starting' | 'ready' | 'locked' | 'broken';

export interface PersonOnPhone {
  readonly profileId: string;
  readonly personId: string;
  readonly name: string;
  readonly role: Role;
  readonly hasPin: boolean;
  readonly lastUsedMs: number;
}

/** Why work waits though somebody could be reached and did not ask for patience; found by watchdog.ts. */
export type Stuck =
  /** The phone's own store lets nobody in: another tab sits on it, or it no longer answers. */
  | 'phone.stuck_store'
  /** Answers come and nothing gets less. */
  | 'phone.stuck_unmoved'
  /** One try has taken minutes and is not over. */
  | 'phone.stuck_slow';

export type Trouble =
  | { readonly code: 'lost.evicted'; readonly unsent: number; readonly lastSentMs: number | null }
  | { readonly code: 'lost.rolled-back'; readonly unsent: number }
  | { readonly code: 'phone.record_set_aside'; readonly count: number }
  | {
      readonly code:
        | 'phone.full'
        | 'phone.renamed'
        | 'phone.taken_over'
        | 'phone.broken'
        | 'phone.insecure'
        | 'device.revoked'
        | 'session.expired'
        | 'app.too_old'
        | Stuck;
    };

/** What was lost is told until somebody has read it, also after the app was closed. */
const LOST = 'jukung.lost';

function untold(): Trouble[] {
  try {
    // Whatever else stands there is no loss: a damaged note must not keep the page from opening.
    return (JSON.parse(shelf.getItem(LOST) ?? '[]') as Trouble[]).filter(isLoss);
  } catch {
    return [];
  }
}

const isLoss = ({ code }: Trouble): boolean => code.startsWith('lost.');

class Phone {
  state = $state<PhoneState>('starting');
  me = $state.raw<(Me & { readonly role: Role }) | null>(null);
  profileId = $state('');
  people = $state.raw<readonly PersonOnPhone[]>([]);
  troubles = $state.raw<readonly Trouble[]>([]);
  /** Another tab gave the phone to somebody else: this page is over and must begin anew. */
  over = $state(false);
  /** Grows whenever another person takes over or the lock turns: live readings begin anew. */
  turn = $state(0);
}

/** The one phone there is. On the server it stays `starting`. */
export const phone = new Phone();

/**
 * Opens the stores of whoever is at home on this phone and begins to send; for somebody who only looks,
 * the market's copy alone. Puts the service worker in place when that is done. Call once, when the page
 * can be read. Never throws.
 */
export async function startPhone(): Promise<void> {
  untold().forEach(tell);
  if (isSomebodyHere() || (await wasSomebodyHere())) await wakePhone();
  else await arriving(() => import('./visitor')).then(({ lookAround }) => lookAround());
  const { watchForUpdates } = await import('./app-update.svelte');
  if (!navigator.serviceWorker?.controller) await firstAnswer();
  await watchForUpdates();
}

const LOOK_MS = 500;
const LOOKS = 20;

/** On a first visit the market comes before the worker's many files: the signal carries one at a time. */
async function firstAnswer(): Promise<void> {
  for (let look = 0; look < LOOKS && signal.reach === 'unknown'; look += 1) {
    await new Promise((go) => setTimeout(go, LOOK_MS));
  }
}

const AGAIN_MS = 5_000;

let waking = false;

/** Puts somebody at the helm: the one who was last, or somebody new. Never throws. */
export async function wakePhone(): Promise<void> {
  waking = true;
  const { heart } = await arriving(() => import('./heart'));
  await heart().catch(() => undefined);
  const { watchStorage } = await import('./storage.svelte');
  watchStorage();
}

/** Where the phone remembers whose turn it is. */
export const ACTIVE = 'jukung.active';

/** Whether anybody has ever done something here, or is about to; who only looks is nobody. */
export const isSomebodyHere = (): boolean =>
  waking || phone.profileId !== '' || shelf.getItem(ACTIVE) !== null;

/** The small memory was cleared and the stores were not (a cleaner app, a changed setting). */
async function wasSomebodyHere(): Promise<boolean> {
  try {
    const stores = await indexedDB.databases();
    return stores.some(({ name }) => name?.startsWith('jukung-people'));
  } catch {
    return false;
  }
}

/** Code that may be missing, fetched again and again until the signal allows it. */
async function arriving<T>(load: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await load();
    } catch {
      await new Promise((again) => setTimeout(again, AGAIN_MS));
    }
  }
}

/** Adds or replaces what the person should be told. */
export function tell(trouble: Trouble): void {
  phone.troubles = [...phone.troubles.filter(({ code }) => code !== trouble.code), trouble];
  if (isLoss(trouble)) shelf.setItem(LOST, JSON.stringify(phone.troubles.filter(isLoss)));
}

/** The person has read it, or it has passed. */
export function dismissTrouble(code: Trouble['code']): void {
  if (phone.troubles.some((trouble) => trouble.code === code)) {
    phone.troubles = phone.troubles.filter((trouble) => trouble.code !== code);
    shelf.setItem(LOST, JSON.stringify(phone.troubles.filter(isLoss)));
  }
}
