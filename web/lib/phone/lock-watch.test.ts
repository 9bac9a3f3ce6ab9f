import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PeopleDb, Profile } from './db/people-db';
import { beginLocked, unlockScreens, watchLock } from './lock-watch';
import { phone } from './phone.svelte';
import { Shelf } from './testing/tabs';

const MINUTE_MS = 60_000;
const pin = { saltHex: '', hashHex: '', iterations: 1, wrongTries: 0, waitUntilMs: 0 };
const profile = { profileId: 'siti', pin: { ...pin, autoLockMs: 2 * MINUTE_MS } } as Profile;
const people = { profiles: { get: () => Promise.resolve(profile) } } as unknown as PeopleDb;

/** Two tabs of one phone: what is said next is said in this one. */
const sessions = { idle: new Shelf(), busy: new Shelf() };
const inTab = (name: keyof typeof sessions) => vi.stubGlobal('sessionStorage', sessions[name]);

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('localStorage', new Shelf());
  vi.stubGlobal('document', new EventTarget());
  Object.values(sessions).forEach((session) => session.clear());
  phone.profileId = 'siti';
});
afterEach(() => {
  phone.state = 'starting';
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('an idle tab does not lock the one that is being used, and locks with it when nobody touches either', async () => {
  inTab('busy');
  unlockScreens('siti');
  inTab('idle');
  unlockScreens('siti');
  const locked = vi.fn();
  const end = watchLock(people, 'siti', locked);
  for (let minute = 0; minute < 5; minute += 1) {
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    inTab('busy');
    unlockScreens('siti');
    inTab('idle');
  }
  expect(locked).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(2 * MINUTE_MS + 10_000);
  expect(locked).toHaveBeenCalledOnce();
  expect(phone.state).toBe('locked');
  end();
});

it('a tab that was never opened with the PIN is locked, whatever is touched in another', () => {
  inTab('busy');
  unlockScreens('siti');
  expect(beginLocked(profile)).toBe(false);
  inTab('idle');
  expect(beginLocked(profile)).toBe(true);
});
