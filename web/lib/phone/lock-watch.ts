/** Keeps an eye on the time since the last touch, and locks when it has been too long. */
import type { PeopleDb, Profile } from './db/people-db';
import { phone } from './phone.svelte';
import { hasLockedItself } from './pin-hash';

const LOOK_MS = 5_000;
const key = (profileId: string) => `jukung.touched.${profileId}`;

/** Whether this person's screens are hidden when the app opens: unlocked tabs survive a reload. */
export function beginLocked({ pin, profileId }: Profile): boolean {
  return pin !== null && hasLockedItself(pin, touched(profileId), Date.now());
}

/** @returns how to stop watching */
export function watchLock(people: PeopleDb, profileId: string, onLock: () => void): () => void {
  const touch = () => phone.state === 'ready' && setTouched(profileId, Date.now());
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
  sessionStorage.removeItem(key(phone.profileId));
  phone.state = 'locked';
  phone.turn += 1;
}

export function unlockScreens(profileId: string): void {
  setTouched(profileId, Date.now());
  phone.state = 'ready';
  phone.turn += 1;
}

/** sessionStorage: the tab's own, so that closing the app locks it. */
function touched(profileId: string): number | null {
  const text = sessionStorage.getItem(key(profileId));
  return text === null ? null : Number(text);
}

function setTouched(profileId: string, nowMs: number): void {
  sessionStorage.setItem(key(profileId), String(nowMs));
}
