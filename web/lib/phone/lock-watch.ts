/**
 * Keeps an eye on the time since the last touch in any tab, and locks when it has been too long. That a
 * tab was opened with the PIN is that tab's own: closing it locks it.
 */
import type { PeopleDb, Profile } from './db/people-db';
import { phone } from './phone.svelte';
import { hasLockedItself } from './pin-hash';
import { shelf } from './shelf';

const LOOK_MS = 5_000;
/** Touches closer together than this are one. ms. */
const TOUCH_MS = 1_000;
const OPENED = 'jukung.opened.';
const TOUCHED = 'jukung.touched.';

/** Whether this person's screens are hidden when the app opens: unlocked tabs survive a reload. */
export function beginLocked({ pin, profileId }: Profile): boolean {
  return pin !== null && hasLockedItself(pin, touched(profileId), Date.now());
}

/** Whoever is not at the helm is met behind their PIN again, however they left. */
export function lockOthers(profileId: string): void {
  const opened = Array.from(
    { length: sessionStorage.length },
    (_, at) => sessionStorage.key(at) ?? '',
  );
  opened
    .filter((key) => key.startsWith(OPENED) && key !== OPENED + profileId)
    .forEach((key) => sessionStorage.removeItem(key));
}

/** @returns how to stop watching */
export function watchLock(people: PeopleDb, profileId: string, onLock: () => void): () => void {
  let touchedMs = 0;
  const touch = () => {
    const nowMs = Date.now();
    if (phone.state !== 'ready' || Math.abs(nowMs - touchedMs) < TOUCH_MS) return;
    touchedMs = nowMs;
    setTouched(profileId, nowMs);
  };
  const look = async () => {
    if (phone.state !== 'ready') return;
    const profile = await people.profiles.get(profileId).catch(() => undefined);
    if (!profile?.pin || !hasLockedItself(profile.pin, touched(profileId), Date.now())) return;
    lockScreens();
    onLock();
  };
  const onShow = () => void look();
  touch();
  const timer = setInterval(onShow, LOOK_MS);
  document.addEventListener('pointerdown', touch, { passive: true, capture: true });
  document.addEventListener('keydown', touch, { passive: true, capture: true });
  document.addEventListener('visibilitychange', onShow);
  return () => {
    clearInterval(timer);
    document.removeEventListener('pointerdown', touch, { capture: true });
    document.removeEventListener('keydown', touch, { capture: true });
    document.removeEventListener('visibilitychange', onShow);
  };
}

export function lockScreens(): void {
  if (phone.state !== 'ready') return;
  sessionStorage.removeItem(OPENED + phone.profileId);
  phone.state = 'locked';
  phone.turn += 1;
}

export function unlockScreens(profileId: string): void {
  setTouched(profileId, Date.now());
  phone.state = 'ready';
  phone.turn += 1;
}

/** When any tab was last touched; null in a tab that was never opened, or was locked since. ms. */
function touched(profileId: string): number | null {
  if (sessionStorage.getItem(OPENED + profileId) === null) return null;
  return Number(shelf.getItem(TOUCHED + profileId) ?? 0);
}

function setTouched(profileId: string, nowMs: number): void {
  sessionStorage.setItem(OPENED + profileId, '1');
  shelf.setItem(TOUCHED + profileId, String(nowMs));
}
